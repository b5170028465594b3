import assert from 'node:assert/strict';
import { areSimilarReferences, mayShowSerialNumber } from '../../../src/orders/similarity';
import { takeSnapshot } from '../../../src/orders/snapshot';
import { startPortal } from '../../portal/testPortal';
import { hour, match, newestId } from '../support/matching';
import { signedIn } from '../support/portal';
import { giveOrders } from '../support/portalOrders';
import { bodyOf, noon } from '../support/entries';

describe('two PO numbers', () => {
  for (const [one, other, expected] of [
    ['PO-7', 'po 7', true],
    ['PO-2026-0042', 'Ref. PO-2026-0042 (Lagos)', true],
    ['PO-2026-0042', '&#80;O-2026-0042', true],
    ['0042', '42', true],
    ['Müller-2026-0042', 'MÃ¼ller-2026-0042', true],
    ['4500012345678901234', '4500012345678901000', true],
    ['acme-telecom/7', '<redacted>/7', true],
    ['PO-1', 'PO-2', false],
    ['PO-100', 'PO-1001', false],
    ['PO-2026-0042', 'PO-2026-0043', false],
    ['Lagos', 'Nairobi', false],
    ['4500012345678901', '4500012345678902', false],
  ] as const) {
    it(`are ${expected ? 'possibly the same' : 'different'}: ${one} and ${other}`, () => {
      assert.deepEqual(
        [areSimilarReferences(one, other), areSimilarReferences(other, one)],
        [expected, expected],
      );
    });
  }
});

describe('a serial number in a row of the list', () => {
  const before = { orderNos: ['YL3206252408495661056'], total: 53, newestId };
  const poNumber = 'PO-2026-0042';
  for (const [what, productNo] of [
    ['in groups', '3658-B431-1196-K2ID'],
    ['masked', '3658B4******K2ID'],
    ['with its model', '3658B4311196K2ID (PCE)'],
    ['with an invisible character', '3658B4311196K2ID\u200b'],
    ['masked with X', '3658B4XXXXXXK2ID'],
    ['masked with bullets', '3658B4••••••K2ID'],
    ['masked with #', '3658B4######K2ID'],
    ['with an ellipsis', '3658B43…'],
    ['only by its end', '11196K2ID'],
  ] as const) {
    it(`does not rule the order out if it is shown ${what}`, () => {
      const order = { customReferenceNo: poNumber, productNo };
      assert.notEqual(match(order, { before, body: bodyOf({ poNumber }) }), 'no');
    });
  }

  for (const nothing of ['-', 'N/A', 'null', '0', '--']) {
    it(`and a PO number do not rule the order out if they are ${nothing}`, () => {
      const order = { productNo: nothing, poNumber: nothing };
      assert.equal(match(order, { before, body: bodyOf({ poNumber }) }), 'possible');
    });
  }

  it('rules the order out if it is masked and another one', () => {
    assert.equal(mayShowSerialNumber('3631A2******M9QX', '3658B4311196K2ID'), false);
    assert.equal(match({ productNo: '3631A2******M9QX' }, { before }), 'no');
  });
});

describe('one of the portal’s orders', () => {
  it('is not ruled out by a clock that is two days off if it has the PO number of the order', () => {
    const unsorted = { orderNos: ['YL3206252408495661056'], total: 53 };
    const poNumber = 'PO-2026-0042';
    const order = { poNumber, createTime: noon + 49 * hour };
    assert.equal(match(order, { before: unsorted, body: bodyOf({ poNumber }) }), 'possible');
  });

  it('is possible if its id lies between two of the page that the review read, and it was not on it', async () => {
    const portal = await startPortal();
    try {
      const parts = await signedIn(portal);
      await giveOrders(portal, parts, 30);
      const { orderNos, total, newestId: newest, oldestId } = await takeSnapshot(parts.client);
      assert.ok(newest !== undefined && oldestId !== undefined && BigInt(oldestId) < BigInt(newest));
      const before = { orderNos: [...orderNos], total, newestId: newest, oldestId };
      const between = String(BigInt(newest) - 1n);
      assert.equal(match({ id: between, orderNo: 'YL1' }, { before }), 'possible');
      assert.equal(match({ id: String(BigInt(oldestId) - 1n), orderNo: 'YL1' }, { before }), 'no');
    } finally {
      await portal.close();
    }
  });
});
