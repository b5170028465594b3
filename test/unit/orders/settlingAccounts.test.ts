import assert from 'node:assert/strict';
import type { EntryId } from '../../../src/orders/entry';
import { OtherAccountError } from '../../../src/orders/reconciliation';
import { type Intercept, type TestPortal, startPortal } from '../../portal/testPortal';
import { type OrderParts, orderParts, ordersFolder, removeFolder } from '../support/placing';
import { minutesBody, numbersAt, onPath, orderElsewhere, pagesAsked } from '../support/portalOrders';
import { type Parts, signedIn } from '../support/portal';
import { headOf } from '../support/entries';
import { rejection } from '../support/rejection';
import { failure, pagePath } from '../support/requests';
import { known, lostOrder, lostReply, placeWith } from '../support/settlingParts';

describe('reconciling an order with the list of another portal or account', () => {
  let portal: TestPortal;
  let parts: Parts;
  let orders: OrderParts;

  beforeEach(async () => {
    portal = await startPortal();
    parts = await signedIn(portal);
    orders = orderParts(parts, ordersFolder());
    // An order that the portal already holds identifies the account.
    await orderElsewhere(parts, minutesBody(5));
  });

  afterEach(async () => {
    orders.dispose();
    removeFolder(orders.folder);
    await portal.close();
  });

  const place = (answered: Intercept) => placeWith(portal, parts, orders, answered);
  const knownOf = async (id: EntryId) => {
    await orders.journal.load();
    const entry = orders.journal.find(id);
    return entry && known(entry);
  };

  it('fails and notes nothing at another portal', async () => {
    const id = await place(lostReply);
    const other = await startPortal();
    const elsewhere = await signedIn(other);
    const there = orderParts(elsewhere, orders.folder);
    const error = await rejection(there.reconciliation.check([id]), OtherAccountError);
    assert.match(error.sentence(), /another account.*then check again/);
    assert.deepEqual(
      [there.reconciliation.openEntries, pagesAsked(other), await knownOf(id)],
      [[], [], ['unknown']],
    );
    there.dispose();
    await other.close();
  });

  it('requests nothing from another portal, even though the owner of a pasted token is unknown', async () => {
    const id = await place(lostReply);
    const other = await startPortal();
    const elsewhere = await signedIn(other);
    const { header } = await elsewhere.session.authorization();
    await elsewhere.session.signInWithToken(elsewhere.baseUrl, header.replace('Bearer ', ''));
    const there = orderParts(elsewhere, orders.folder);
    await rejection(there.reconciliation.check([id]), OtherAccountError);
    assert.deepEqual([pagesAsked(other), await knownOf(id)], [[], ['unknown']]);
    there.dispose();
    await other.close();
  });

  it('fails and notes nothing with another client ID', async () => {
    const head = headOf({ baseUrl: parts.baseUrl, account: 'client of others', createdAt: Date.now() });
    await orders.journal.add(head);
    await rejection(orders.reconciliation.check([head.id]), OtherAccountError);
    assert.deepEqual([await knownOf(head.id), pagesAsked(portal)], [['recorded'], []]);
  });

  it('reconciles the orders of this client ID, and fails for those of another', async () => {
    const id = await place(lostReply);
    const others = { account: 'client of others', body: minutesBody(7) };
    const head = headOf({ baseUrl: parts.baseUrl, createdAt: Date.now(), ...others });
    await orders.journal.add(head);
    await rejection(orders.reconciliation.check([head.id, id]), OtherAccountError);
    assert.equal(orders.journal.find(id)?.current.state, 'placed');
    assert.deepEqual(await knownOf(head.id), ['recorded']);
  });

  it('reconciles an order that matches for certain, whoever owned the pasted token that placed it', async () => {
    const body = minutesBody(5);
    const before = { orderNos: [], total: 0 };
    const account = 'somebody’s token';
    const head = headOf({ baseUrl: parts.baseUrl, account, createdAt: Date.now(), body, before });
    await orders.journal.add(head);
    await orders.reconciliation.check([head.id]);
    assert.deepEqual(await knownOf(head.id), ['placed', numbersAt(portal).at(-1)]);
  });

  it('does not reconcile an order without a serial number with that of another account, even if the PO number is equal', async () => {
    const body =
      '{"operationType":"renew_plan","productId":15,"billingId":3197218168379846218,"poNumber":"PO-7","serviceList":' +
      '[{"serviceType":"plan","serviceId":3049593840724746523,"purchaseType":"renew","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":1}]}';
    const before = { orderNos: [], total: 0 };
    const heads = ['somebody’s token', 'client of others'].map((account) =>
      headOf({ baseUrl: parts.baseUrl, account, createdAt: Date.now(), body, before }),
    );
    await orderElsewhere(parts, body);
    for (const head of heads) {
      await orders.journal.add(head);
      await rejection(orders.reconciliation.check([head.id]), OtherAccountError);
      assert.deepEqual(await knownOf(head.id), ['recorded']);
    }
    const { account } = await parts.session.authorization();
    const own = headOf({ baseUrl: parts.baseUrl, account, createdAt: Date.now(), body, before });
    for (const { id } of heads) {
      await orders.journal.note(id, { state: 'dismissed', at: Date.now() });
    }
    await orders.journal.add(own);
    await orders.reconciliation.check([own.id]);
    assert.deepEqual(await knownOf(own.id), ['placed', numbersAt(portal).at(-1)]);
  });

  /** Signs in with the session’s token as a pasted one, whose owner is unknown. */
  const pasteToken = async () => {
    const { header } = await parts.session.authorization();
    await parts.session.signInWithToken(parts.baseUrl, header.replace('Bearer ', ''));
  };

  it('fails and notes nothing with a pasted token whose list has none of the earlier orders', async () => {
    const id = await place(lostReply);
    await pasteToken();
    onPath(portal, pagePath, () => ({
      ...failure(200, 'success', '{"results":[],"total":0}'),
      status: 200,
    }));
    await rejection(orders.reconciliation.check([id]), OtherAccountError);
    assert.deepEqual(await knownOf(id), ['unknown']);
  });

  it('notes the check with a pasted token whose list has earlier orders', async () => {
    const id = await place(lostOrder);
    await pasteToken();
    await orders.reconciliation.check([id]);
    assert.deepEqual(await knownOf(id), ['unknown', []]);
  });

  it('fails and notes nothing after a new sign-in meanwhile', async () => {
    const id = await place(lostOrder);
    onPath(portal, pagePath, async (_request, process) => {
      await parts.session.signInWithToken(parts.baseUrl, 'another');
      return process();
    });
    await rejection(orders.reconciliation.check([id]), OtherAccountError);
    assert.deepEqual(await knownOf(id), ['unknown']);
  });
});
