import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, Uri, ViewColumn, window } from 'vscode';
import { withExtension } from '../../src/commands/exportFile';
import { restorePanel } from '../../src/extension';
import type { OrderDraft } from '../../src/form/contract';
import { settings } from '../../src/settings';
import { Gate } from '../unit/support/gate';
import { setSetting, theParts } from './extension';

const target = { operation: 'renew', productId: 13, productNo: '3658B4311196K2ID' } as const;
const draft: OrderDraft = {
  ...target,
  form: 'order',
  productName: 'Cloud PBX',
  instanceName: 'Lagos head office',
  values: {},
  edited: [],
};

describe('In bad weather', () => {
  it('a tab that is closed before it is restored is dropped', async () => {
    const { forms } = await theParts();
    const panel = window.createWebviewPanel('pbx.form', '', ViewColumn.Active);
    const built = new Gate();
    const restoring = restorePanel(panel, draft, async () => {
      await built.opened;
      return forms;
    });
    panel.dispose();
    built.open();
    await restoring;
    assert.equal(forms.orders.formOf(target), undefined);
  });

  it('a tab that stays open is restored', async () => {
    const { forms } = await theParts();
    const panel = window.createWebviewPanel('pbx.form', '', ViewColumn.Active);
    await restorePanel(panel, draft, () => Promise.resolve(forms));
    assert.ok(forms.orders.formOf(target));
    panel.dispose();
  });

  it('a form is reopened with its entries, but only from a complete draft', async () => {
    const { forms } = await theParts();
    for (const argument of [undefined, 'renew', {}, { ...draft, extra: 1 }, { ...draft, operation: 'x' }]) {
      await commands.executeCommand('pbx.reopenForm', argument);
    }
    assert.equal(forms.orders.formOf(target), undefined);
    await commands.executeCommand('pbx.reopenForm', { ...draft, values: { poNumber: 'PO-7' } });
    const form = forms.orders.formOf(target);
    assert.ok(form);
    await commands.executeCommand('pbx.reopenForm', draft);
    assert.equal(forms.orders.formOf(target), form);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  const written: readonly (readonly [name: string, value: unknown, used: unknown])[] = [
    ['requestTimeout', -1, 30],
    ['requestTimeout', 5_000_000, 600],
    ['requestTimeout', 'soon', 30],
    ['userAgent', 'OpenAPI 中', 'OpenAPI'],
    ['userAgent', '', 'OpenAPI'],
    ['csvSeparator', '|', ','],
    ['csvSeparator', '\t', '\t'],
    ['keptRecords', -5, 500],
    ['keptRecordDays', 'all', 730],
  ];
  for (const [name, value, used] of written) {
    it(`pbx.${name} = ${JSON.stringify(value)} is read as ${JSON.stringify(used)}`, async () => {
      await setSetting(name, value);
      try {
        const { keptRecords, ...others } = settings();
        const all = { ...others, keptRecords: keptRecords.count, keptRecordDays: keptRecords.days };
        assert.equal(Object.entries(all).find(([key]) => key === name)?.[1], used);
      } finally {
        await setSetting(name, undefined);
      }
    });
  }

  it('a chosen name without an extension gets one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pbx-ending-'));
    try {
      writeFileSync(join(folder, 'kept.csv'), '');
      const chosen = await withExtension(Uri.file(join(folder, 'instances')));
      assert.equal(chosen?.fsPath, join(folder, 'instances.csv'));
      const existing = await withExtension(Uri.file(join(folder, 'kept.csv')));
      assert.equal(existing?.fsPath, join(folder, 'kept.csv'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const answer of ['Replace', undefined]) {
    it(`a file with that extension is ${answer ? '' : 'not '}replaced if the user ${answer ? 'agrees' : 'declines'}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'pbx-ending-'));
      const { showWarningMessage } = window;
      const asked: string[] = [];
      const reply = (question: string) => {
        asked.push(question);
        return Promise.resolve(answer);
      };
      Object.assign(window, { showWarningMessage: reply });
      try {
        writeFileSync(join(folder, 'kept.csv'), '');
        const chosen = await withExtension(Uri.file(join(folder, 'kept')));
        assert.equal(chosen?.fsPath, answer && join(folder, 'kept.csv'));
        assert.equal(asked.length, 1);
        assert.match(asked[0] ?? '', /kept\.csv already exists/);
      } finally {
        Object.assign(window, { showWarningMessage });
        rmSync(folder, { recursive: true });
      }
    });
  }
});
