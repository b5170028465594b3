import { chmod, mkdir } from 'node:fs/promises';

/** Makes the folder where it is missing, and keeps other users out of it. @throws NodeJS.ErrnoException */
export async function keepPrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32') {
    await chmod(folder, 0o700);
  }
}
