import assert from 'node:assert/strict';
import { CancellationTokenSource, commands, type ProgressOptions, window } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import type { TestPortal } from '../portal/testPortal';
import { eventually } from '../rig/eventually';
import { asRead } from '../unit/support/asRead';
import { signedIn, theExtension } from './extension';
import { toldWhile } from './orderScene';
import { removeEntries } from './logFiles';

const detailPath = '/product/openapi/instance_product/v1/detail';

describe('Reading due dates', () => {
  let parts: Composition;
  let portal: TestPortal;

  beforeEach(async () => {
    // Only the details have dates.
    ({ parts, portal } = await signedIn({
      instances: { 13: 40 },
      intercept: ({ path }, process) => {
        const reply = process();
        return path.endsWith('instance_product_list')
          ? { ...reply, body: reply.body.replace(/,?"expireDate":"[^"]*"/g, '') }
          : reply;
      },
    }));
    await parts.renewals.whenOpen();
  });
  afterEach(async () => {
    await parts.session.signOut();
    await portal.close();
    await removeEntries(parts);
  });

  const detailsAsked = () => portal.requests.filter(({ path }) => path === detailPath).length;

  /** The notifications with progress during an action: the title of each, and the texts that it showed. */
  async function progressWhile(
    action: () => Promise<unknown>,
    isEnough: (text: string) => boolean = () => false,
  ): Promise<{ readonly title: string; readonly texts: string[] }[]> {
    const { withProgress } = window;
    const shown: { title: string; texts: string[] }[] = [];
    const watched = async <T>(
      { title = '', cancellable }: ProgressOptions,
      task: Parameters<typeof withProgress<T>>[1],
    ): Promise<T> => {
      const one = { title: asRead(title), texts: new Array<string>() };
      if (cancellable === true) {
        shown.push(one);
      }
      const source = new CancellationTokenSource();
      const report = ({ message = '' }: { readonly message?: string }) => {
        one.texts.push(asRead(message));
        if (isEnough(asRead(message))) {
          source.cancel();
        }
      };
      return task({ report }, source.token);
    };
    Object.assign(window, { withProgress: watched });
    try {
      await action();
    } finally {
      Object.assign(window, { withProgress });
    }
    return shown;
  }

  const read = async () => commands.executeCommand('pbx.readDueDates');
  const readAll = async () => commands.executeCommand('pbx.readAllDueDates');

  it('is offered once, by a row of the view', async () => {
    const { renewalsTree } = await theExtension();
    const told = await toldWhile(async () => {
      await commands.executeCommand('pbx.renewals.focus');
      // The view reports a moment later that it is visible.
      await eventually('the view', () => (renewalsTree.visible ? true : undefined));
      await parts.lists.whenLoaded();
      await parts.renewals.getChildren();
    });
    assert.deepEqual(told, []);
    const [row] = await parts.renewals.getChildren();
    const item = row?.treeItem();
    assert.ok(typeof item?.tooltip === 'string');
    assert.equal(item.label, 'Read Due Dates');
    assert.equal(item.description, '49 requests');
    assert.equal(
      asRead(item.tooltip),
      'Reads the end dates of all PBXes (40). This takes about 49 requests to the portal.',
    );
  });

  it('says what it reads, and how far it is', async () => {
    const [due] = await progressWhile(read);
    assert.equal(due?.title, 'Reading due dates: ended, within 90 days, or unknown');
    assert.ok(due.texts.includes('PBXes listed: 25'), due.texts.join('\n'));
    assert.deepEqual([due.texts.includes('1 of 40 PBXes'), due.texts.at(-1)], [true, '40 of 40 PBXes']);
    const [all] = await progressWhile(readAll);
    assert.equal(all?.title, 'Reading all due dates');
  });

  it('can be cancelled, and goes on where it stopped', async () => {
    await read();
    const before = detailsAsked();
    const told = await toldWhile(() => progressWhile(readAll, (text) => text.startsWith('15 of ')));
    assert.deepEqual(told, [
      'information: Reading stopped. What was read is kept, and the next reading continues from there.',
    ]);
    const first = detailsAsked() - before;
    assert.ok(first >= 15 && first <= 21, String(first));
    const [rest] = await progressWhile(readAll);
    assert.match(rest?.texts.at(-1) ?? '', /^(19|2\d) of \1 PBXes$/);
    assert.ok(detailsAsked() - before <= 40 + 6);
    assert.equal(parts.dueDates.failure, undefined);
  });

  it('reads all after what is due, if both are asked for', async () => {
    await read();
    const shown = await progressWhile(() => Promise.all([read(), readAll(), readAll()]));
    assert.deepEqual(
      shown.map(({ title }) => title),
      ['Reading due dates: ended, within 90 days, or unknown', 'Reading all due dates'],
    );
  });
});
