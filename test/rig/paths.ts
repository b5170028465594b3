import { resolve } from 'node:path';

/** The folder of package.json. */
export const projectRoot = resolve(__dirname, '..', '..');

/** Where hosts are installed; ignored by git and by the .vsix. */
export const cacheFolder = resolve(projectRoot, '.cache');

/** Where bundles, reports and what is kept of failures go; ignored by git and by the .vsix. */
export const outFolder = resolve(projectRoot, 'out');

/** Where the pictures, descriptions and logs of failed window tests are kept. */
export const failuresFolder = resolve(outFolder, 'failures');
