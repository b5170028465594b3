import assert from 'node:assert/strict';
import type { OrderBody } from '../../../src/orders/request';
import { orderBody } from '../../../src/orders/request';
import type { Shape } from '../../portal/shapes';
import { highAvailabilityId, referenceValues, subscribeOrder } from '../support/reference';
import type { Weather } from './network';

/** What happens, one thing after the other. */
export type Step =
  | { readonly do: 'review'; readonly window: number; readonly order: number }
  | {
      readonly do: 'place';
      readonly window: number;
      readonly saves: readonly Weather[];
      readonly others: readonly Weather[];
      /** What the user says when the order is held back. */
      readonly consent: boolean;
    }
  | { readonly do: 'placeBoth'; readonly order: number; readonly saves: readonly Weather[] }
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
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'processLate' }
  | { readonly do: 'orderElsewhere'; readonly order: number }
  | { readonly do: 'tearLastLine' }
  | { readonly do: 'dismiss' };

export interface History {
  readonly shape: Shape;
  /** Whether the portal lists its newest orders first when asked to. */
  readonly heedsSort: boolean;
  readonly steps: readonly Step[];
}

const recordingMinutes = '3048573759449317376';

/** What is ordered in histories: the same, the same with a PO number, for another PBX, and what is sold only once. */
const orders = [
  { serviceId: recordingMinutes, quantity: '100' },
  { serviceId: recordingMinutes, quantity: '100', poNumber: 'PO-7' },
  { serviceId: recordingMinutes, quantity: '100', productNo: '3631A2047815AT0X' },
  { serviceId: highAvailabilityId },
] as const;

export const orderCount = orders.length;

/** The body of one of the orders of histories, maybe under another PO number. */
export function bodyOf(index: number, poNumber?: string): OrderBody {
  const order = orders[index % orders.length];
  assert.ok(order);
  const { serviceId } = order;
  const values = { ...referenceValues, ...order, ...(poNumber === undefined ? {} : { poNumber }) };
  const name = serviceId === recordingMinutes ? 'Recording Minutes' : 'High Availability';
  return orderBody(subscribeOrder(values, { serviceId, name }));
}
