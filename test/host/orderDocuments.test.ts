import assert from 'node:assert/strict';
import { commands, window } from 'vscode';
import { parseExact, printExact } from '../../src/portal/exactJson';
import type { TestPortalOptions } from '../portal/testPortal';
import { asRead } from '../unit/support/asRead';
import { noon } from '../unit/support/entries';
import { OrderScene } from './orderScene';

const detailPath = '/order/openapi/order/v1/get/';

describe('The document of an order', () => {
  let scene: OrderScene;

  async function open(options: TestPortalOptions = {}): Promise<void> {
    scene = await OrderScene.open(options);
  }

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await scene.close();
  });

  /**
   * Opens the document that the command shows and returns its current text. An editor that already shows it may still
   * have an earlier text.
   *
   * @param exact Headings of the exact texts at its end.
   */
  async function show(
    argument: object,
    ...exact: readonly string[]
  ): Promise<{ head: string; texts: string[] }> {
    await commands.executeCommand('pbx.showOrder', argument);
    const { document } = window.activeTextEditor ?? {};
    assert.equal(document?.uri.scheme, 'pbx-order');
    const text = await scene.parts.documents.textOf(document.uri);
    const parts = text.split(new RegExp(`^(?:${exact.join('|')})$`, 'm'));
    assert.equal(parts.length, exact.length + 1, text);
    const [head = '', ...texts] = parts.map((part) => part.trim());
    return { head, texts };
  }

  /** The first value after a label. */
  function valueOf(label: string, text: string): string | undefined {
    return new RegExp(`^ *${label}  +(.+)$`, 'm').exec(asRead(text))?.[1];
  }

  const details = 'Details, exactly as received';
  const row = 'Row of the order list, exactly as received';

  it('shows an order of the portal with its lines and contact, then the exact replies', async () => {
    await open();
    await scene.giveOrders(7);
    await scene.rows();
    await scene.parts.instances.getChildren();
    await scene.parts.lists.whenLoaded();
    const [order] = scene.portal.orders;
    assert.ok(order);
    const { orderNo, id } = order;
    const { head, texts } = await show({ orderNo }, details, row);
    const labels = head.split('\n').map((line) => /^ *(\S+(?: \S+)*)/.exec(line)?.[1]);
    assert.deepEqual(labels.slice(0, 5), [`Order ${orderNo}`, 'Ordered', 'For', 'Status', 'Created']);
    for (const [label, value] of [
      ['Ordered', 'Recording Minutes × 7'],
      ['For', 'Lagos head office'],
      ['Status', 'succeed'],
      ['Product', 'Cloud PBX \\(PCE Instance\\)'],
      ['Product ID', '13'],
      ['Serial number', '3658B4311196K2ID'],
      ['Custom reference', 'PO-7'],
      ['Transaction', order.transactionNo],
      ['Currency', 'USD'],
      ['Order ID', id],
      ['Service ID', '3048573759449317376'],
      ['Plan ID of the PBX', '3048571730026938368'],
      ['Quantity', '7'],
      ['Billing cycle', 'annually'],
      ['Billing contact ID', '3197218168379846218'],
      ['E-mail address', 'ada@example.test'],
      ['operationType', 'purchase_service'],
    ] as const) {
      assert.match(valueOf(label, head) ?? '', new RegExp(`^${value}$`), label);
    }
    const time = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'long' }).format(
      order.createTime,
    );
    assert.equal(valueOf('Created', head), time);
    assert.match(head, /^Plans and services\n {2}Recording Minutes\n/m);
    assert.match(head, /^Billing contact\n {2}Ada Nwosu, Example Telecom\n/m);
    assert.equal(window.activeTextEditor?.document.getText().startsWith(head), true);
    assert.match(texts[0] ?? '', /"serviceId": "3048573759449317376"/);
    assert.match(texts[1] ?? '', new RegExp(`"id": "${id}"`));
  });

  it('keeps every digit of a portal order, also in numbers', async () => {
    await open({ shape: { ids: 'number' } });
    await scene.giveOrders(7);
    const { orderNo = '', id = '' } = scene.portal.orders[0] ?? {};
    const { head, texts } = await show({ orderNo }, details);
    assert.equal(valueOf('Order ID', head), id);
    assert.match(texts[0] ?? '', new RegExp(`"id": ${id},`));
    assert.match(texts[0] ?? '', /"serviceId": 3048573759449317376,/);
  });

  it('shows sums of a portal order as received, in its currency, and all fields without a known name', async () => {
    await open({
      intercept: ({ path }, process) => {
        const reply = process();
        const more = '"orderInformation":{"totalPrice":125.10,"taxes":[{"rate":0.20}],"isPaid":false,';
        return path.startsWith(detailPath)
          ? { ...reply, body: reply.body.replace('"orderInformation":{', more) }
          : reply;
      },
    });
    await scene.giveOrders(7);
    const { head } = await show({ orderNo: scene.portal.orders[0]?.orderNo }, details);
    assert.equal(valueOf('totalPrice', head), 'USD 125.10');
    // Right after the status, and before everything else.
    assert.match(head, /\n {2}Status .+\n {2}totalPrice .+\n {2}Created /);
    assert.match(head, /^ {2}orderInformation\n {4}isPaid {9}false$/m);
    assert.match(head, /^ {2}orderInformation\.taxes\[0\]\n {4}rate {2}0\.20$/m);
  });

  it('uses the list for what the details of a portal order lack, and the journal entry for when it was placed', async () => {
    await open({ shape: { details: 'untold' } });
    await scene.giveOrders(7);
    await scene.rows();
    const { orderNo = '' } = scene.portal.orders[0] ?? {};
    await scene.entry({ state: 'placed', at: noon, orderNo, by: 'reply' });
    const { head } = await show({ orderNo }, details, row, 'Request, exactly as recorded');
    assert.match(head, /^Order journal entry of this machine$/m);
    assert.equal(valueOf('Ordered', head), 'High Availability');
    assert.equal(valueOf('For', head), 'Lagos head office');
    assert.equal(valueOf('Status', head), 'succeed');
    assert.match(valueOf('Ordered on this machine', head) ?? '', /^January 1, 2026 /);
    assert.doesNotMatch(head, /Plans and services|Billing contact/);
  });

  it('says why a portal order has no details, and shows what the list contains', async () => {
    await open();
    await scene.giveOrders(7);
    await scene.rows();
    await scene.portal.faults.set('forbidden', {
      path: `${detailPath}${scene.portal.orders[0]?.orderNo ?? ''}`,
    });
    const { orderNo = '' } = scene.portal.orders[0] ?? {};
    const { head } = await show({ orderNo }, row);
    assert.match(valueOf('Details', head) ?? '', /^The portal denies access from this address/);
    assert.equal(valueOf('Status', head), 'succeed');
    await scene.portal.faults.clear();
    assert.equal(valueOf('Details', (await show({ orderNo }, details, row)).head), undefined);
  });

  it('shows what a journal entry ordered, its outcome and each check, then request and reply', async () => {
    await open();
    const { id, body } = await scene.entry(
      { state: 'unknown', at: noon, reason: 'The connection broke.', reply: '{"id":3206252408495661057}' },
      {
        createdAt: noon,
        before: { orderNos: ['YL1', 'YL2'], total: 2, newestId: '3206252408495661057' },
        endDate: '2027-03-26',
      },
    );
    const { journal } = scene.parts.orderServices;
    await journal.note(id, { state: 'looked', at: noon, possible: [] });
    await journal.note(id, { state: 'looked', at: noon + 60_000, possible: ['YL8', 'YL9'] });
    const { head, texts } = await show(
      { record: id },
      'Request, exactly as recorded',
      'Reply, exactly as received',
    );
    for (const [label, value] of [
      ['Ordered', 'High Availability'],
      ['For', 'Lagos head office'],
      ['Serial number', '3658B4311196K2ID'],
      ['Product ID', '13'],
      ['End date before the order', 'Mar 26, 2027'],
      ['Reason', 'The connection broke.'],
      ['Portal', scene.portal.baseUrl],
      ['Journal entry', id],
      ['billingId', '3197218168379846218'],
      ['Plan ID of the PBX', '3048571730026938368'],
      ['Service ID', '3048573935752720384'],
      ['Number of orders', '2'],
      ['Highest order ID', '3206252408495661057'],
      ['On the first page', 'YL1, YL2'],
    ] as const) {
      assert.equal(valueOf(label, head), value, label);
    }
    assert.match(valueOf('Outcome', head) ?? '', /^may be YL8, YL9 · checked /);
    assert.match(head, /^Plans and services\n {2}High Availability\n/m);
    assert.match(head, /^Other parameters of the request\n {2}operationType {2}purchase_service$/m);
    assert.match(head, /^Checked in the portal\n {2}.+ {2}not found\n {2}.+ {2}may be YL8, YL9$/m);
    assert.deepEqual(texts, [printExact(parseExact(body), 2), '{\n  "id": 3206252408495661057\n}']);
  });

  it('names the order of a placed entry, and how it is known', async () => {
    await open();
    const { id } = await scene.entry({
      ...{ state: 'placed', at: noon, orderNo: 'YL3', orderStatus: 'pending', transactionNo: 'HX3' },
      ...{ requestId: 'r3', by: 'orderList' },
    });
    const { head } = await show({ record: id }, 'Request, exactly as recorded');
    for (const [label, value] of [
      ['Outcome', 'placed'],
      ['Order number', 'YL3'],
      ['Status', 'pending'],
      ['Transaction', 'HX3'],
      ['Request ID', 'r3'],
      ['Source', 'portal order list'],
    ] as const) {
      assert.equal(valueOf(label, head), value, label);
    }
  });

  it('says that a placed entry has no status', async () => {
    await open();
    const { id } = await scene.entry({ state: 'placed', at: noon, orderNo: 'YL3', by: 'reply' });
    const { head } = await show({ record: id }, 'Request, exactly as recorded');
    assert.equal(valueOf('Status', head), 'status not reported');
  });

  it('keeps hostile names and replies from forging a line', async () => {
    const forged = 'Minutes\nStatus  refunded\u2028Order YL0';
    const inJson = JSON.stringify(forged).slice(1, -1);
    await open({
      intercept: (_request, process) => {
        const reply = process();
        return { ...reply, body: reply.body.replaceAll('Recording Minutes', inJson) };
      },
    });
    await scene.giveOrders(7);
    const { orderNo = '' } = scene.portal.orders[0] ?? {};
    const { head } = await show({ orderNo }, details);
    assert.match(head, /^ {2}Minutes Status {1,2}refunded Order YL0$/m);
    assert.equal(valueOf('Status', head), 'succeed');
    assert.deepEqual(head.match(/^Order .+$/gm), [`Order ${orderNo}`]);

    const reply = `<html>\nReply, exactly as received\n  Status  refunded</html>`;
    const { id } = await scene.entry(
      { state: 'unknown', at: noon, reason: forged, reply },
      { serviceName: forged },
    );
    const own = await show({ record: id }, 'Request, exactly as recorded', 'Reply, exactly as received');
    assert.equal(own.texts[1], JSON.stringify(reply));
    assert.equal(valueOf('Status', own.head), undefined);
  });
});
