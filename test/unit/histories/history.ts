import assert from 'node:assert/strict';
import type { OrderToPlace } from '../../../src/orders/orderToPlace';
import { type OrderBody, orderBody } from '../../../src/orders/request';
import type { Operation } from '../../../src/rules/operationRule';
import type { Shape } from '../../portal/shapes';
import { highAvailabilityId, referenceValues, subscribeOrder } from '../support/reference';
import type { Weather } from './network';

/** An order under review in a window, and when the portal was asked for it, by this machine's clock. */
export interface Reviewed {
  readonly order: OrderToPlace;
  readonly at: number;
}

/** What happens, one thing after the other. */
export type Step =
  | { readonly do: 'review'; readonly window: number; readonly order: number }
  | {
      readonly do: 'place';
      readonly window: number;
      readonly saves: readonly Weather[];
      readonly others: readonly Weather[];
      /** What the user says when the order is blocked. */
      readonly consent: boolean;
    }
  | { readonly do: 'placeBoth'; readonly order: number; readonly saves: readonly Weather[] }
  | {
      /** One window stands still while another one orders the same. */
      readonly do: 'stall';
      readonly order: number;
      /** After it has got its lock, written its entry, or had an answer. */
      readonly at: 'lock' | 'entry' | 'answer';
      /** Whether its lock has been taken over meanwhile. */
      readonly takenOver: boolean;
      /** Whether its entry has been settled as not placed meanwhile. */
      readonly dismissed: boolean;
      readonly saves: readonly Weather[];
    }
  | {
      readonly do: 'settle';
      readonly window: number;
      readonly others: readonly Weather[];
      /** Looks for this one of the unsettled records alone. */
      readonly only?: number | undefined;
    }
  | { readonly do: 'tokensEnd'; readonly refresh: boolean }
  | { readonly do: 'signIn'; readonly window: number }
  | { readonly do: 'restart'; readonly window: number }
  /** Time passes, for the portal too. */
  | { readonly do: 'wait'; readonly minutes: number }
  /** This machine's clock alone is set, forward or back. */
  | { readonly do: 'setClock'; readonly minutes: number }
  | { readonly do: 'prune'; readonly window: number }
  /** An entry cannot be read for a while; an open one of a newer version is there. Or both are over. */
  | { readonly do: 'unreadable'; readonly why: 'EIO' | 'newerVersion' | 'over' }
  | { readonly do: 'processLate' }
  | { readonly do: 'orderElsewhere'; readonly order: number }
  | ({ readonly do: 'bulk'; readonly window: number } & BulkOfHistories)
  /** Two windows place overlapping bulk orders at once. */
  | { readonly do: 'bulkBoth'; readonly orders: readonly number[]; readonly others: readonly number[] }
  | { readonly do: 'tearLastLine' }
  | { readonly do: 'dismiss' };

/** What happens when the turn of a row has come, before it is sent. */
export interface Meanwhile {
  readonly row: number;
  readonly what:
    | { readonly kind: 'otherWindow'; readonly order: number }
    | { readonly kind: 'elsewhere'; readonly order: number }
    | { readonly kind: 'stop' | 'signIn' | 'tokensEnd' }
    | { readonly kind: 'wait'; readonly minutes: number };
}

/** A bulk order, and what becomes of it. */
export interface BulkOfHistories {
  readonly orders: readonly number[];
  /** Whether the user ticks the rows that may repeat an order. */
  readonly ticksDuplicates: boolean;
  readonly saves: readonly Weather[];
  readonly rest: readonly Weather[];
  readonly meanwhile: readonly Meanwhile[];
  /** What the user does at each pause; then they stop. `crash`: the process ends while the run is paused. */
  readonly answers: readonly ('continue' | 'passRefused' | 'settle' | 'signIn' | 'crash')[];
}

export interface History {
  readonly shape: Shape;
  /** Whether the portal lists its newest orders first when asked to, does not care, or refuses to be asked. */
  readonly sort: 'heeded' | 'ignored' | 'refused';
  readonly steps: readonly Step[];
}

const recordingMinutes = '3048573759449317376';

interface OrderOfHistories {
  readonly operation: Operation;
  readonly serviceId: string;
  readonly quantity?: string;
  readonly poNumber?: string;
  readonly productNo?: string;
}

/**
 * What is ordered in histories: what can well be ordered twice, the same with a PO number, with a serial number typed
 * otherwise, for another PBX; what is sold only once; and what nobody subscribes to twice in a day.
 */
const orders: readonly OrderOfHistories[] = [
  { operation: 'expand', serviceId: recordingMinutes, quantity: '100' },
  { operation: 'expand', serviceId: recordingMinutes, quantity: '100', poNumber: 'PO-7' },
  { operation: 'expand', serviceId: recordingMinutes, quantity: '100', productNo: '3658b4311196k2id' },
  { operation: 'expand', serviceId: recordingMinutes, quantity: '100', productNo: '3631A2047815AT0X' },
  { operation: 'subscribe', serviceId: highAvailabilityId },
  { operation: 'subscribe', serviceId: recordingMinutes, quantity: '100' },
];

export const orderCount = orders.length;

/** One of the orders of histories, maybe under another PO number. */
export function orderOf(
  index: number,
  poNumber?: string,
): { readonly operation: Operation; readonly body: OrderBody } {
  const order = orders[index % orders.length];
  assert.ok(order);
  const { operation, ...told } = order;
  const values = { ...referenceValues, ...told, ...(poNumber === undefined ? {} : { poNumber }) };
  const name = told.serviceId === recordingMinutes ? 'Recording Minutes' : 'High Availability';
  return { operation, body: orderBody(subscribeOrder(values, { serviceId: told.serviceId, name })) };
}
