import assert from 'node:assert/strict';
import type { HeldLock } from '../../../src/orders/lock';
import { UnclearReplyError } from '../../../src/orders/outcome';
import type { OrderBody } from '../../../src/orders/request';
import { parseBaseUrl } from '../../../src/portal/baseUrl';
import { type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { type OrderParts, onSave, orderParts, ordersFolder, removeFolder, review } from '../support/placing';
import { type Parts, signedIn } from '../support/portal';
import { detailPath, giveOrders, minutesBody } from '../support/portalOrders';
import { failure, pagePath, savePath } from '../support/requests';

/** An expansion of a counted service by 100. */
const expansion = { operation: 'expand', body: minutesBody(100, 'PO-7') as OrderBody } as const;

describe('an accepted order that only the order list shows', () => {
  let portal: TestPortal;
  let parts: Parts;
  let orders: OrderParts;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
  });

  afterEach(async () => {
    orders.dispose();
    removeFolder(orders.folder);
    await portal.close();
  });

  const place = async (): Promise<Awaited<ReturnType<OrderParts['placement']['place']>>['outcome']> => {
    const order = await review(parts, { ...expansion, journal: orders.journal });
    return (await orders.placement.place(order)).outcome;
  };

  /** Milliseconds for the list and its details: long for a busy machine, and too short for what comes late. */
  const listTimeout = 3000;

  /** The portal accepts the order, then refuses it as a gateway that delivers twice; `change` changes other replies. */
  function refuseTaken(change: (path: string, reply: Reply) => Reply): void {
    orders = orderParts(parts, ordersFolder(), Date.now, 0, listTimeout);
    portal.intercept = (request, process) => {
      const reply = process();
      return request.path === savePath
        ? failure(400, 'parameter_validation_failed')
        : change(request.path, reply);
    };
  }

  const inDetails = (edit: (body: string) => string) => (path: string, reply: Reply) =>
    path.startsWith(detailPath) ? { ...reply, body: edit(reply.body) } : reply;

  const changes: Readonly<Record<string, (path: string, reply: Reply) => Reply>> = {
    'show another spelling of the billing cycle': inDetails((body) =>
      body.replaceAll('"annually"', '"yearly"'),
    ),
    'show the new total as quantity': inDetails((body) =>
      body.replaceAll('"quantity":100', '"quantity":1100'),
    ),
    'show the plan of the PBX beside the service': inDetails((body) =>
      body.replace(
        '"basicInformation":{',
        '"planLine":[{"serviceType":"plan","serviceId":"3048571730026938368"}],$&',
      ),
    ),
    'cannot be read in time': (path, reply) =>
      path.startsWith(detailPath) ? { status: 503, headers: { 'Retry-After': '10' }, body: '' } : reply,
  };

  for (const [what, change] of Object.entries(changes)) {
    it(`does not end as refused if its details ${what}`, async () => {
      refuseTaken(change);
      const outcome = await place();
      assert.ok(outcome.kind === 'unknown' && outcome.error instanceof UnclearReplyError, outcome.kind);
      assert.deepEqual([outcome.error.why, portal.orders.length], ['listed', 1]);
    });
  }

  it('does not end as refused if its row has no number yet', async () => {
    refuseTaken((path, reply) =>
      path === pagePath
        ? { ...reply, body: reply.body.replace(/"orderNo":"[^"]*"/g, '"orderNo":""') }
        : reply,
    );
    assert.equal((await place()).kind, 'unknown');
  });

  it('does not end as refused if the list lags behind', async () => {
    orders = orderParts(parts, ordersFolder(), Date.now, 300);
    let listed: Reply | undefined;
    let isBehind = true;
    portal.intercept = (request, process) => {
      if (request.path === pagePath && isBehind) {
        return (listed ??= process());
      }
      const reply = process();
      if (request.path !== savePath) {
        return reply;
      }
      setTimeout(() => (isBehind = false), 100);
      return failure(400, 'parameter_validation_failed');
    };
    assert.deepEqual([(await place()).kind, portal.orders.length], ['unknown', 1]);
  });

  it('does not end as refused if the second page of an unsorted list cannot be read', async () => {
    orders = orderParts(parts, ordersFolder());
    await giveOrders(portal, parts, 30);
    let isTaken = false;
    portal.intercept = (request, process) => {
      const isLater = request.query.includes('pageNo=2');
      const reply = process();
      if (request.path === savePath) {
        isTaken = true;
        return failure(400, 'parameter_validation_failed');
      }
      // Without IDs, the sort order of the list is unknown.
      return request.path !== pagePath
        ? reply
        : isTaken && isLater
          ? failure(403, 'ip_forbidden')
          : { ...reply, body: reply.body.replace(/"id":"?\d+"?,/g, '') };
    };
    assert.deepEqual([(await place()).kind, portal.orders.length], ['unknown', 31]);
  });

  it('does not end as refused if the portal truncates the PO number', async () => {
    const poNumber = 'PO-2026-0042-LAGOS-HEAD-OFFICE';
    refuseTaken((_path, reply) => ({
      ...reply,
      body: reply.body
        .replaceAll(poNumber, poNumber.slice(0, 20))
        .replaceAll('customReferenceNo', 'poNumber'),
    }));
    const body = minutesBody(100, poNumber) as OrderBody;
    const order = await review(parts, { ...expansion, body, journal: orders.journal });
    const { outcome } = await orders.placement.place(order);
    assert.deepEqual([outcome.kind, portal.orders.length], ['unknown', 1]);
  });

  it('does not end as refused if another window holds the lock of its number', async () => {
    orders = orderParts(parts, ordersFolder());
    let held: HeldLock | undefined;
    onSave(portal, async (_request, process) => {
      process();
      const orderNo = portal.orders[0]?.orderNo ?? '';
      held = await orders.locks.acquire([`${parts.baseUrl} order ${orderNo}`]);
      return failure(400, 'parameter_validation_failed');
    });
    assert.deepEqual([(await place()).kind, held !== undefined], ['unknown', true]);
    await held?.release();
  });

  describe('while the user signs in to another portal', () => {
    let other: TestPortal;

    beforeEach(async () => {
      other = await startPortal();
    });

    afterEach(() => other.close());

    const signInElsewhere = () =>
      parts.session.signInWithCredentials(parseBaseUrl(other.baseUrl), other, { keepCredentials: false });

    it('does not end as refused if the other account does not list it', async () => {
      orders = orderParts(parts, ordersFolder());
      onSave(portal, async (_request, process) => {
        process();
        await signInElsewhere();
        return failure(400, 'parameter_validation_failed');
      });
      const outcome = await place();
      assert.ok(outcome.kind === 'unknown' && outcome.error instanceof UnclearReplyError, outcome.kind);
      assert.equal(outcome.error.why, 'otherSignIn');
    });

    it('is not resent if the list of the other account is as empty as its own was', async () => {
      orders = orderParts(parts, ordersFolder(), Date.now, 300);
      let isTaken = false;
      let listed: Reply | undefined;
      portal.intercept = (request, process) => {
        if (request.path === savePath && !isTaken) {
          isTaken = true;
          process();
          return failure(401, 'unauthorized');
        }
        if (request.path !== pagePath) {
          return process();
        }
        if (isTaken) {
          setImmediate(() => void signInElsewhere());
        }
        // The list lags behind.
        return (listed ??= process());
      };
      assert.deepEqual([(await place()).kind, portal.orders.length], ['unknown', 1]);
    });
  });
});
