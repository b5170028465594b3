import { after } from 'mocha';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../rig/chromium';

const browserArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let shared: Promise<Browser> | undefined;

// Outside of any suite: after the last test of the last file.
after(async () => (await shared)?.close());

/** Returns the browser that all files of a run share: a start for each would take longer than their tests. */
export function pageBrowser(): Promise<Browser> {
  return (shared ??= chromium.launch({ executablePath: findChromium(), args: browserArguments }));
}
