import * as z from 'zod/mini';
import { type EntryHead, newEntryId, entryHead } from '../../../src/orders/entry';
import { highAvailabilityId, referenceBody } from './reference';

/** When the records of tests are made, unless they say otherwise. */
export const noon = Date.UTC(2026, 0, 1, 12);

/** The head of a record of the tutorial's order, with some of it told otherwise. */
export function headOf(told: Partial<z.input<typeof entryHead>> = {}): EntryHead {
  return z.parse(entryHead, {
    ...{ format: 'pbx-subscriptions order', version: 1, id: newEntryId(), createdAt: noon },
    ...{ baseUrl: 'https://portal.example', account: 'client 1', sandbox: false },
    ...{ instanceName: 'Lagos head office', serviceName: 'High Availability', body: referenceBody },
    ...told,
  });
}

interface Told {
  readonly poNumber?: string;
  /** Undefined: the body names no instance, as for a new one. */
  readonly productNo?: string | undefined;
  readonly lines?: readonly (readonly [serviceId: string, quantity?: number])[];
}

/** The text of an order's body, with just what tells one order from another. */
export function bodyOf(told: Told = {}): string {
  const { poNumber, lines = [[highAvailabilityId, 10]] } = told;
  const productNo = 'productNo' in told ? told.productNo : '3658B4311196K2ID';
  const fields = [
    '"operationType":"purchase_service"',
    '"productId":13',
    ...(productNo === undefined ? [] : [`"productNo":"${productNo}"`]),
    ...(poNumber === undefined ? [] : [`"poNumber":"${poNumber}"`]),
  ];
  const items = lines.map(
    ([serviceId, quantity]) =>
      `{"serviceId":${serviceId}${quantity === undefined ? '' : `,"quantity":${quantity}`}}`,
  );
  return `{${fields.join(',')},"serviceList":[${items.join(',')}]}`;
}
