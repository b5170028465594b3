import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import type { Launched } from './launch';

/**
 * Searches for texts everywhere VS Code may leave them: in the server's data folder (logs, output channels, settings,
 * global and workspace storage, installed extensions), in every frame's page with the values of its controls, in the
 * browser's storage (where VS Code for the web keeps state; its secrets are encrypted), and in the clipboard.
 * @returns the places where a text was found; the result does not contain the text itself
 */
export async function findTexts(
  { server, profile }: Pick<Launched, 'server' | 'profile'>,
  texts: readonly string[],
): Promise<string[]> {
  const forms = texts.flatMap(formsOf);
  const inPages = await Promise.all(profile.pages().map((page) => findInPage(page, forms)));
  return [...findInFolder(server.dataFolder, forms), ...inPages.flat()];
}

/** Returns the text as it is, and as it appears in URLs, in base64 (at each of three offsets) and in hexadecimal. */
function formsOf(text: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('\0'.repeat(offset) + text).toString('base64');
    // The first and last characters depend on the text before and after.
    return encoded.slice(offset === 0 ? 0 : 4, -4);
  });
  return [...new Set([text, encodeURIComponent(text), ...inBase64, Buffer.from(text).toString('hex')])];
}

/** Returns the files of a folder that contain one of the texts, as paths relative to it. Links are not followed. */
export function findInFolder(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const content = readIfPresent(file);
      return texts.some((text) => content.includes(text) || file.includes(text));
    })
    .map((file) => relative(folder, file));
}

/** Reads a file; empty if it has just been deleted, as happens to rotated logs and released locks. */
function readIfPresent(file: string): Buffer {
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

/** Script that runs in a frame and returns its page, the values of its controls, and its origin's storage. */
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
