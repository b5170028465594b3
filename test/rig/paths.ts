import { resolve } from 'node:path';

/** The folder of package.json. */
export const projectRoot = resolve(__dirname, '..', '..');

/** Where hosts are installed; excluded from git and the .vsix. */
export const cacheFolder = resolve(projectRoot, '.cache');

/** Where bundles, reports and the traces of failures go; excluded from git and the .vsix. */
export const outFolder = resolve(projectRoot, 'out');

/** Where screenshots, descriptions and logs of failed window tests are saved. */
export const failuresFolder = resolve(outFolder, 'failures');
