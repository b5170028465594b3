import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import type { Launched } from './launch';

/**
 * Searches for texts everywhere that a VS Code leaves something: the server's data folder (logs, output channels,
 * settings, global and workspace storage, installed extensions), every frame's page with the values of its controls,
 * the browser's storage (where VS Code for the web keeps state; its secrets are encrypted), and the clipboard.
 * @returns the places where one was found; none of them holds the text itself
 */
export async function findTexts(
  { server, profile }: Pick<Launched, 'server' | 'profile'>,
  texts: readonly string[],
): Promise<string[]> {
  const forms = texts.flatMap(formsOf);
  const inPages = await Promise.all(profile.pages().map((page) => findInPage(page, forms)));
  return [...findInFolder(server.dataFolder, forms), ...inPages.flat()];
}

/** The text as it is, and as it looks inside URLs, base64 (at each of its three offsets) and hexadecimal. */
function formsOf(text: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('\0'.repeat(offset) + text).toString('base64');
    // The first and last letters depend on what stands around the text.
    return encoded.slice(offset === 0 ? 0 : 4, -4);
  });
  return [...new Set([text, encodeURIComponent(text), ...inBase64, Buffer.from(text).toString('hex')])];
}

/** The files of a folder that hold one of the texts, by their path in it; other names for a file are not followed. */
export function findInFolder(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const content = readIfThere(file);
      return texts.some((text) => content.includes(text) || file.includes(text));
    })
    .map((file) => relative(folder, file));
}

/** A file may be on its way out: logs are rotated, locks come and go. */
function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

async function findInPage(page: Page, texts: readonly string[]): Promise<string[]> {
  const places: string[] = [];
  for (const frame of page.frames()) {
    const dump = await frame.evaluate<string>(dumpFrame).catch(() => '');
    if (texts.some((text) => dump.includes(text))) {
      places.push(`frame ${new URL(frame.url()).pathname}`);
    }
  }
  const clipboard = await page.evaluate<string>('navigator.clipboard.readText()').catch(() => '');
  if (texts.some((text) => clipboard.includes(text))) {
    places.push('clipboard');
  }
  return places;
}

/** Runs in the frame: its page, what its controls hold, and all that its origin stores. */
const dumpFrame = `(async () => {
  const request = (asked) => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const parts = [document.documentElement.outerHTML];
  for (const control of document.querySelectorAll('input, textarea, select')) {
    parts.push(control.value);
  }
  for (const storage of ['localStorage', 'sessionStorage']) {
    try { parts.push(JSON.stringify(globalThis[storage])); } catch {}
  }
  try {
    for (const { name } of await indexedDB.databases()) {
      const database = await request(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([request(objects.getAllKeys()), request(objects.getAll())]);
        parts.push(JSON.stringify([keys, values], (_, value) =>
          value instanceof Uint8Array || value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value));
      }
      database.close();
    }
  } catch {}
  return parts.join('\\n');
})()`;
