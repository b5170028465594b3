import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { entriesFolder, journalFolder } from '../../../src/compose/activation';
import { keepPrivate } from '../../../src/orders/files';
import { removeFolder } from '../support/placing';
import { otherMachines, ownMachines } from '../support/machines';

describe('the folder of the order journal', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'pbx-folder-'));
  after(() => removeFolder(scratch));

  it('belongs to the user, outside any VS Code', () => {
    const folder = journalFolder({});
    assert.ok(folder.startsWith(homedir()), folder);
    assert.match(folder, /pbx-subscriptions$/);
    assert.doesNotMatch(folder, /Code|vscode|globalStorage/);
    assert.equal(entriesFolder(folder), join(folder, 'orders'));
  });

  for (const nothing of [undefined, '', '  ']) {
    it(`does not follow PBX_JOURNAL_FOLDER if that is ${JSON.stringify(nothing)}`, () => {
      assert.equal(journalFolder({ PBX_JOURNAL_FOLDER: nothing }), journalFolder({}));
    });
  }

  (process.platform === 'linux' ? it : it.skip)('is the same inside Flatpak', () => {
    const [before, usual] = [process.env.XDG_STATE_HOME, journalFolder({})];
    process.env.XDG_STATE_HOME = join(scratch, 'of-one-application');
    try {
      assert.equal(journalFolder({}), usual);
    } finally {
      if (before === undefined) {
        Reflect.deleteProperty(process.env, 'XDG_STATE_HOME');
      } else {
        process.env.XDG_STATE_HOME = before;
      }
    }
  });

  for (const remoteName of ownMachines) {
    it(`follows PBX_JOURNAL_FOLDER in ${remoteName ?? 'a local window'}`, () => {
      assert.equal(journalFolder({ PBX_JOURNAL_FOLDER: ' /somewhere/else ' }, remoteName), '/somewhere/else');
    });
  }

  for (const remoteName of otherMachines) {
    it(`does not follow PBX_JOURNAL_FOLDER in ${remoteName}, where a repository can set it`, () => {
      assert.equal(journalFolder({ PBX_JOURNAL_FOLDER: '/somewhere/else' }, remoteName), journalFolder({}));
    });
  }

  (process.platform === 'win32' ? it.skip : it)(
    'is accessible only to the user, whether new or not',
    async () => {
      const made = join(scratch, 'new', 'orders');
      await keepPrivate(made);
      assert.equal(statSync(made).mode & 0o777, 0o700);
      const open = join(scratch, 'open');
      mkdirSync(open, { mode: 0o755 });
      await keepPrivate(open);
      assert.equal(statSync(open).mode & 0o777, 0o700);
    },
  );
});
