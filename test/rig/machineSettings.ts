import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Values by setting name, as in settings.json. */
export type Settings = Readonly<Record<string, unknown>>;

/** In bytes; larger than the settings of any test. */
const fileSize = 4096;

/**
 * The machine settings of a server, in a file that its windows watch.
 *
 * The file is never replaced, its size never changes, and each change is a single write. VS Code stops watching a
 * replaced file and misses changes until it watches the new one. And if the file were truncated first, VS Code could
 * read it as having no settings.
 */
export class MachineSettings {
  private readonly file: string;

  constructor(
    dataFolder: string,
    private settings: Settings,
  ) {
    const folder = join(dataFolder, 'data', 'Machine');
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, 'settings.json');
    this.write('w');
  }

  /** Changes settings and keeps the others. @throws Error if they do not fit into the file */
  update(changes: Settings): void {
    this.settings = { ...this.settings, ...changes };
    this.write('r+');
  }

  private write(flags: 'w' | 'r+'): void {
    const bytes = Buffer.alloc(fileSize, ' ');
    const text = Buffer.from(JSON.stringify(this.settings, null, 2));
    if (text.length > fileSize) {
      throw new Error(`Settings of ${text.length} bytes do not fit into ${fileSize}.`);
    }
    text.copy(bytes);
    const descriptor = openSync(this.file, flags);
    try {
      writeSync(descriptor, bytes, 0, fileSize, 0);
    } finally {
      closeSync(descriptor);
    }
  }
}
