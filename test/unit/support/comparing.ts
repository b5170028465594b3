import * as z from 'zod/mini';
import type { RecentOrder } from '../../../src/orders/recentOrders';
import { type JournalEntry, entryHead, entryOf } from '../../../src/orders/entry';
import type { ComparedOrder } from '../../../src/orders/repeats';
import { readOrderContents } from '../../../src/orders/subject';
import { parseExact } from '../../../src/portal/exactJson';
import { readOrderDetail } from '../../../src/portal/orderDetail';
import type { Operation } from '../../../src/rules/operationRule';
import { recordingMinutesId } from './portalOrders';
import { bodyOf, headOf, noon } from './entries';
import { enterprise, highAvailabilityId } from './reference';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export type Told = Parameters<typeof bodyOf>[0] & {
  readonly operationType?: string;
  readonly productId?: number;
};

const text = ({ operationType = 'purchase_service', productId = 13, ...told }: Told = {}) =>
  bodyOf(told)
    .replace('purchase_service', operationType)
    .replace('"productId":13', `"productId":${productId}`);

export const renewal = { operationType: 'renew_plan' };

/** What a form is about to order. */
export function order(operation: Operation, told: Told = {}, endDate?: string): ComparedOrder {
  const { body, baseUrl } = z.parse(entryHead, { ...headOf(), body: text(told) });
  return { operation, body, ordered: readOrderContents(body), baseUrl, endDate };
}

/** An order of this machine that was placed at noon. */
export function placed(told: Told = {}, endDate?: string): JournalEntry {
  const head = headOf({ body: text(told), ...(endDate === undefined ? {} : { endDate }) });
  return entryOf(head, [{ state: 'placed', at: noon, orderNo: 'YL1', by: 'reply' }]);
}

export const minutes: Told = { lines: [[recordingMinutesId, 100]] };
export const otherPbx: Told = { productNo: '3631A2047815AT0X' };
export const sameTyped: Told = { productNo: ' 3658b4311196k2id' };
export const newPbx: Told = { productNo: undefined };

interface Recent {
  readonly productNo?: string | undefined;
  /** Undefined: the portal did not give them. */
  readonly detail?: unknown;
  readonly status?: string;
  readonly age?: number;
}

export const line = (serviceId: string, more = {}) => ({ serviceId, ...more });

/** An order of the portal, of a colleague maybe. */
export function recent({ detail, status = 'succeed', age = hour, ...told }: Recent = {}): RecentOrder {
  const productNo = 'productNo' in told ? told.productNo : '3658B4311196K2ID';
  return {
    ...{ id: undefined, orderNo: 'YL9', orderStatus: status, createTime: undefined, age, productNo },
    detail: detail === undefined ? undefined : readOrderDetail(parseExact(JSON.stringify(detail))),
  };
}

export const ofHighAvailability = { orderSummary: [line(highAvailabilityId)] };
export const ofMinutes = { orderSummary: [line(recordingMinutesId, { quantity: 100 })] };

export const ofPlan = { planInformation: { planId: enterprise } };
