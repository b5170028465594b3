import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Reply, Intercept } from '../../portal/testPortal';
import { eventually } from '../../rig/eventually';
import { HostToKill } from './hostToKill';
import { orderListPath, Pbx, savePath, tokenPath } from '../pbx';
import { reference } from '../reference';

/** A request that the portal has received. */
interface Received {
  readonly process: () => Reply;
  readonly response: ServerResponse;
  /** Reports that the request has reached the point at which the extension host is killed. Resolves when it is dead. */
  readonly killHost: () => Promise<void>;
}

/** What the portal does with a request instead of just processing it. */
type Answer = (received: Received) => Promise<Reply | undefined>;

const processLater: Answer = async ({ process, killHost }) => {
  await killHost();
  return process();
};

const processBefore: Answer = async ({ process, killHost }) => {
  const reply = process();
  await killHost();
  return reply;
};

const sendHalf: Answer = async ({ process, response, killHost }) => {
  const { status, headers, body } = process();
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  const half = body.slice(0, body.length / 2);
  await new Promise<unknown>((resolve) => response.write(half, resolve));
  await killHost();
  response.destroy();
  return undefined;
};

const sendWhole: Answer = async ({ process, response, killHost }) => {
  const { status, headers, body } = process();
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  await new Promise<void>((resolve) => response.end(body, () => resolve()));
  await killHost();
  return undefined;
};

const drop: Answer = async ({ response, killHost }) => {
  await killHost();
  response.destroy();
  return undefined;
};

describe('VS Code shows the true outcome after its extension host was killed, and resends nothing', () => {
  const title = `Recording Minutes for ${reference.productNo}`;
  let pbx: Pbx;
  /** By the path of the request; for orders, by serial number. */
  let answers: Readonly<Record<string, Answer>> = {};
  let host: HostToKill;
  let sentBefore: number;

  const intercept: Intercept = ({ path, body }, process, response) => {
    const key = path === savePath ? (/"productNo":"(\w+)"/.exec(body)?.[1] ?? '') : path;
    const killHost = () => host.killAt();
    return answers[key]?.({ process, response, killHost }) ?? process();
  };

  before(async () => {
    pbx = await Pbx.open({
      intercept,
    });
    await pbx.signIn();
    await pbx.row(reference.instanceName).waitFor();
  });

  after(() => pbx.close());

  beforeEach(() => {
    answers = {};
    host = HostToKill.of(pbx.launched.server);
    sentBefore = pbx.sent.length;
  });

  afterEach(async () => {
    answers = {};
    if (pbx.launched.server.extensionHostProcessIds().length === 0) {
      await restart();
    }
    await pbx.empty({ intercept });
  });

  /** Starts again, with nothing from the memory of the killed extension host. */
  async function restart(): Promise<void> {
    answers = {};
    await pbx.workbench.reloadPage();
    await pbx.workbench.openViewContainer('PBX');
  }

  function sent(): number {
    return pbx.sent.length - sentBefore;
  }

  /** Waits until the first entry’s row matches: after a restart it says for a moment that the portal is being asked. */
  async function firstRow(pattern: RegExp): Promise<void> {
    await eventually(`a first row like ${pattern}`, async () => {
      assert.match((await pbx.orders.rowTexts())[0] ?? '', pattern);
      return true;
    });
  }

  function orderNoFor(productNo: string): string {
    const placed = pbx.portal.orders.filter(({ order }) => order.instance?.productNo === productNo);
    return placed.at(-1)?.orderNo ?? 'no order';
  }

  async function assertFound(): Promise<void> {
    const orderNo = orderNoFor(reference.productNo);
    assert.equal(
      await pbx.workbench.notifications.waitFor('Order placed: '),
      `Order placed: ${title} is in the portal as ${orderNo} · succeed.`,
    );
    await assertPlaced();
  }

  async function assertPlaced(): Promise<void> {
    const orderNo = orderNoFor(reference.productNo);
    await firstRow(new RegExp(`^${reference.instanceName} Recording Minutes · .+ · from here$`));
    assert.match(await pbx.orders.row(orderNo).accessibleName(), /succeed/);
    await pbx.badge.waitFor({ state: 'hidden' });
    assert.equal(sent(), 1);
  }

  /** Asserts that the order is shown as unknown, first of the entries, and blocks an equal one. */
  async function assertUnknown(): Promise<void> {
    // Orders that are found only after the window is open are named as well.
    assert.match(
      await pbx.workbench.notifications.waitFor(' unknown: '),
      new RegExp(
        `^The outcome of (this order is unknown: ${title}\\. It|these orders is unknown: .* They) may have been placed\\.`,
      ),
    );
    await firstRow(
      new RegExp(
        `^${reference.instanceName} outcome unknown · checked .+ · Recording Minutes · .+ · from here$`,
      ),
    );
    await pbx.waitForBadge(1);

    const sentSoFar = sent();
    await pbx.closeEditors();
    const form = await pbx.reviewMinutes();
    await form.place();
    await form.heading('Not sent: possible duplicate').waitFor();
    assert.equal(sent(), sentSoFar);
  }

  it('with one order in review, and others received, processed, half answered and dropped', async () => {
    const atReview = { instance: 'Accra hotel', productNo: '3612C2063653JAK2' };
    const taken = [
      { instance: 'Johannesburg workshop', productNo: '3614E2079491WRDC', answer: processLater },
      { instance: 'Hamburg showroom', productNo: '3618D2111167NOZW', answer: processBefore },
      { instance: 'Lisbon head office', productNo: '3620A212700515T6', answer: sendHalf },
    ];
    const dropped = { instance: reference.instanceName, productNo: reference.productNo, answer: drop };
    const all = [dropped, ...taken];
    answers = Object.fromEntries(all.map(({ productNo, answer }) => [productNo, answer]));
    host.dieAfter(all.length);
    await pbx.reviewMinutes(atReview.instance);
    for (const { instance } of all) {
      await (await pbx.reviewMinutes(instance)).place();
    }
    await host.dead;
    await restart();

    for (const { productNo } of taken) {
      const orderNo = orderNoFor(productNo);
      await pbx.orders.row(orderNo).waitFor();
      await pbx.workbench.notifications.waitFor(
        `Order placed: Recording Minutes for ${productNo} is in the portal as ${orderNo} · succeed.`,
      );
    }
    await assertUnknown();
    assert.equal(sent(), all.length);

    // The order in review has no entry, since it was never placed: it can be placed now.
    const rows = await pbx.orders.rowTexts();
    assert.equal(rows.filter((row) => row.endsWith('from here')).length, all.length);
    const form = await pbx.reviewMinutes(atReview.instance);
    await form.place();
    await form.heading('Order placed').waitFor();
    await pbx.orders.row(orderNoFor(atReview.productNo)).waitFor();
    assert.equal(sent(), all.length + 1);
  });

  it('just after the portal has sent the whole reply', async () => {
    const form = await pbx.reviewMinutes();
    answers = { [reference.productNo]: sendWhole };
    await form.place();
    await host.dead;
    await restart();
    // Whether the host could still note the reply is unknown, so a notification cannot be expected.
    await assertPlaced();
  });

  it('during a check of an order of unknown outcome', async () => {
    const form = await pbx.reviewMinutes();
    await pbx.portal.faults.set('resetAfter', { path: savePath, times: 1 });
    answers = { [orderListPath]: drop };
    await form.place();
    await host.dead;
    await restart();
    await assertFound();
  });

  it('during the token renewal after a 401 for the order', async () => {
    const form = await pbx.reviewMinutes();
    pbx.portal.expireTokens();
    answers = { [tokenPath]: drop };
    await form.place();
    await host.dead;
    await restart();
    await assertUnknown();
    assert.equal(sent(), 1);
  });
});
