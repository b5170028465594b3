import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../../rig/chromium';
import { eventually } from '../../rig/eventually';
import { openInBrowser } from '../../rig/openInBrowser';

const address = `http://127.0.0.1:1/?tkn=${'5'.repeat(64)}&ew=true&payload=%5B%5B%22a%22%2C%22b%22%5D%5D`;

// Linux stands in for other systems, whose openers are harder to replace.
(process.platform === 'linux' ? describe : describe.skip)('opening the browser for npm start', () => {
  let folder: string;
  const { PATH, DISPLAY } = process.env;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pbx-opener-'));
    const opener = '#!/bin/sh\nprintf "%s\\n" "$@" > "$0.unfinished"\nmv "$0.unfinished" "$0.args"\n';
    writeFileSync(join(folder, 'xdg-open'), opener, { mode: 0o700 });
    Object.assign(process.env, { PATH: `${folder}${delimiter}${PATH ?? ''}`, DISPLAY: ':0' });
  });

  afterEach(() => {
    restore('PATH', PATH);
    restore('DISPLAY', DISPLAY);
    rmSync(folder, { recursive: true });
  });

  it('passes the token in a page that only this user can read, never on a command line that every user can read', async () => {
    openInBrowser(address, folder);
    const file = await eventually('What the opener was called with', () =>
      readFileSync(join(folder, 'xdg-open.args'), 'utf8').trim(),
    );
    assert.doesNotMatch(file, /tkn|555/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const requested = page.waitForRequest((request) => request.url().startsWith('http:'));
      await page.goto(`file://${file}`);
      assert.equal((await requested).url(), address);
      assert.equal((await requested).headers().referer, undefined);
    } finally {
      await browser.close();
    }
  });
});

function restore(name: string, value: string | undefined): void {
  if (value === undefined) {
    Reflect.deleteProperty(process.env, name);
  } else {
    process.env[name] = value;
  }
}
