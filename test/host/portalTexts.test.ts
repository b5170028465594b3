import assert from 'node:assert/strict';
import { commands, window } from 'vscode';
import type { OrderForm } from '../../src/form/orderForm';
import type { Composition } from '../../src/compose/compose';
import { failureReply, Refusal } from '../../src/sandbox/reply';
import type { Intercept, Reply, TestPortal } from '../portal/testPortal';
import { savePath } from './enemyScene';
import { signedIn } from './extension';
import { productNo, reference, untilLookedUp, untilReviewed } from './formStates';
import { outputText, removeEntries } from './logFiles';

const highAvailability = { operation: 'subscribe', productId: 13, productNo } as const;

/** What ends a line for some reader; each is followed by a forged line. */
const breaks = ['\r', '\n', '\r\n', '\v', '\f', '\u001c', '\u0085', '\u2028', '\u2029', '\u001b[2K\u001b[1G'];
const forged = (text: string) => breaks.map((mark) => `${mark}${text}`).join('');
const entry = '2026-11-27 14:02:11.000 [info] Order placed: YL666';

/** The title of the active tab, as soon as VS Code reports it. */
async function tabTitle(): Promise<string> {
  const label = () => window.tabGroups.activeTabGroup.activeTab?.label ?? '';
  while (!/^Subscribe to .?High /.test(label())) {
    await new Promise<void>((resolve) => {
      const listening = window.tabGroups.onDidChangeTabs(() => {
        listening.dispose();
        resolve();
      });
    });
  }
  return label();
}

describe('A text of the portal', () => {
  let parts: Composition;
  let portal: TestPortal;

  const open = async (intercept: Intercept) => {
    ({ parts, portal } = await signedIn({ intercept }));
  };

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await parts.session.signOut();
    await portal.close();
    await removeEntries(parts);
  });

  const openForm = async (): Promise<OrderForm> => {
    const { serviceId } = reference;
    await commands.executeCommand('pbx.subscribe', { productNo, productId: 13, serviceId });
    const form = parts.forms.orders.formOf(highAvailability);
    assert.ok(form);
    await untilLookedUp(form);
    return form;
  };

  /** Makes the portal replace one text with another. */
  const saying =
    (said: string, instead: string): Intercept =>
    (_request, process) => {
      const reply = process();
      return { ...reply, body: reply.body.replaceAll(JSON.stringify(said), JSON.stringify(instead)) };
    };

  describe('in the output', () => {
    /** The lines that are logged when the portal answers an order like this. */
    const linesAfter = async (answer: (reply: Reply) => Reply): Promise<string[]> => {
      await open(({ path }, process) => (path === savePath ? answer(process()) : process()));
      const form = await openForm();
      form.submit(reference);
      const { reviewId } = await untilReviewed(form);
      const written = outputText(parts).length;
      await form.steps.place(reviewId);
      return outputText(parts)
        .slice(written)
        .trimEnd()
        .split(/[\r\n\v\f\u0085\u2028\u2029]/);
    };
    const isEntry = (line: string) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \[\w+\] /.test(line);

    const answers: readonly (readonly [string, (reply: Reply) => Reply])[] = [
      [
        'the message of a refusal',
        () => failureReply(new Refusal(400, 'no', `no${forged(entry)}${forged('Request ID: forged')}`)),
      ],
      [
        'a reply that is not the API’s',
        (reply) => ({ ...reply, body: `x${forged(entry)}${forged('Request ID: forged')}` }),
      ],
      [
        'an order number',
        (reply) => ({
          ...reply,
          body: reply.body.replace(
            /"orderNo":"[^"]*"/,
            `"orderNo":${JSON.stringify(`YL1${forged(entry)}${forged('Request ID: forged')}`)}`,
          ),
        }),
      ],
    ];
    for (const [what, answer] of answers) {
      it(`that is ${what} cannot forge a line`, async () => {
        const lines = await linesAfter(answer);
        const [first = '', ...further] = lines;
        assert.ok(isEntry(first), first);
        assert.ok(!first.includes('[info] Order placed: YL666') || !first.startsWith(entry), first);
        assert.deepEqual(
          further.filter((line) => !line.startsWith('  | ') && (!isEntry(line) || line.includes('YL666'))),
          [],
        );
        assert.ok(lines.join('').includes('YL666'), 'it is logged nevertheless');
      });
    }
  });

  it('is no icon in the status bar', async () => {
    await open((_request, process) => process());
    const shown: string[] = [];
    const { setStatusBarMessage } = window;
    Object.assign(window, { setStatusBarMessage: (text: string) => shown.push(text) });
    try {
      await commands.executeCommand('pbx.copySerialNumber', '$(alert) 1\n2');
      await commands.executeCommand('pbx.copyOrderNumber', { orderNo: '$(sync~spin) 1\n2' });
    } finally {
      Object.assign(window, { setStatusBarMessage });
    }
    assert.match(
      shown.join('\n'),
      /^Copied .?\\\$\(alert\) 1\\u000a2.?\nCopied .?\\\$\(sync~spin\) 1\\u000a2.?$/,
    );
  });

  it('is one short line without icons and bidirectional text in the title of a form', async () => {
    const name = `High $(alert)\n\u202eytilibaliavA ${'x'.repeat(100_000)}`;
    await open(saying('High Availability', name));
    const form = await openForm();
    const tab = await tabTitle();
    assert.match(tab, /^Subscribe to .?High /);
    assert.ok(tab.length < 300, `${tab.length} characters`);
    assert.doesNotMatch(tab, /[\r\n]|\$\(alert\)/);
    assert.match(form.state.title, /^Subscribe to /);
    assert.doesNotMatch(form.state.title, /\n/);
  });

  it('that is a name of 100,000 characters leaves room for the serial number', async () => {
    await open(saying('Lagos head office', `Lagos ${'x'.repeat(100_000)}`));
    const [product] = await parts.instances.getChildren();
    await parts.instances.getChildren(product);
    const { subtitle } = (await openForm()).state;
    assert.ok(subtitle.length < 500, `${subtitle.length} characters`);
    assert.match(subtitle, /^.?Lagos xxx.*… ?.? · .?3658B4311196K2ID.?$/u);
  });
});
