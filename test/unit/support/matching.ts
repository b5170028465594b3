import assert from 'node:assert/strict';
import { type Match, matchOf } from '../../../src/orders/match';
import { entryOf } from '../../../src/orders/entry';
import type { OrderSnapshot } from '../../../src/orders/snapshot';
import { parseExact } from '../../../src/portal/exactJson';
import { readOrders } from '../../../src/portal/portalOrders';
import { bodyOf, headOf, noon } from './entries';
import { highAvailabilityId } from './reference';

export const minute = 60_000;
export const hour = 60 * minute;

/** As a double it is the same as the one of the order and the one of the tutorial. */
export const newestId = '3206252408495661057';
export const knownBefore: OrderSnapshot = { orderNos: ['YL3206252408495661056'], total: 53, newestId };

/** What the portal tells of an order; what is left out is as it is recorded. */
export interface Told {
  readonly id?: string | undefined;
  readonly orderNo?: string;
  readonly createTime?: number | undefined;
  readonly poNumber?: string | undefined;
  readonly customReferenceNo?: string | undefined;
  readonly productNo?: string | undefined;
  /** Ids as bare integers, so that every digit counts. */
  readonly lines?: readonly (readonly [serviceId: string, quantity?: number])[] | undefined;
}

/** What was recorded; what is left out is the tutorial's order. */
export interface Recorded {
  readonly before?: OrderSnapshot | undefined;
  readonly body?: string;
}

/** How the record matches an order that is like it in all that is told, but for what is told otherwise. */
export function match(told: Told = {}, recorded: Recorded = {}): Match {
  const row = {
    ...{ id: '3206252408495661058', orderNo: 'YL3206252408495661057', orderStatus: 'succeed' },
    ...{ createTime: noon + minute, poNumber: told.poNumber, customReferenceNo: told.customReferenceNo },
    ...('id' in told ? { id: told.id } : {}),
    ...('orderNo' in told ? { orderNo: told.orderNo } : {}),
    ...('createTime' in told ? { createTime: told.createTime } : {}),
  };
  const productNo = 'productNo' in told ? told.productNo : '3658B4311196K2ID';
  const lines = 'lines' in told ? told.lines : [[highAvailabilityId, 10] as const];
  const items = lines?.map(
    ([serviceId, quantity]) =>
      `{"serviceId":${serviceId}${quantity === undefined ? '' : `,"quantity":${quantity}`}}`,
  );
  const basic = JSON.stringify({ productId: '13', productNo });
  const detail = parseExact(
    `{"basicInformation":${basic},"orderSummary":{"serviceList":[${items?.join(',') ?? ''}]}}`,
  );
  const [order] = readOrders(parseExact(JSON.stringify({ results: [row] }))).rows;
  assert.ok(order);
  const snapshot = 'before' in recorded ? recorded.before : knownBefore;
  const entry = entryOf(
    headOf({
      body: recorded.body ?? bodyOf(),
      ...(snapshot === undefined ? {} : { before: { ...snapshot, orderNos: [...snapshot.orderNos] } }),
    }),
    [],
  );
  return matchOf(entry, { order, detail });
}
