import { enterprisePlan, highAvailability, recordingMinutes } from './catalogue/cloudPbx';
import type { EndDateStyle, Instance } from './instance';
import { billingContacts } from './people';

/**
 * What a user who explores the sandbox finds in it, and tests do not: subscriptions that have ended or end soon, in the
 * ways in which a portal may write dates, and the past orders of a colleague.
 */

const day = 24 * 60 * 60 * 1000;

/** Days from now to the end of the first subscriptions. The first PBX is that of the walkthrough. */
const firstEnds = [148, 9, 21, 66, -6, 27, 83, 240, 3, 118, 365, -31] as const;

/**
 * Returns when the subscription of a row ends, in milliseconds since 1970: from two months ago to nearly two years from
 * now.
 *
 * @param now Milliseconds since 1970.
 */
export function storyEnd(index: number, now: number): number {
  const days = firstEnds[index] ?? ((index * 193) % 760) - 60;
  // Noon: the same date in nearly every time zone.
  return Math.floor(now / day) * day + days * day + day / 2;
}

/** Returns how the end date of a row is written; most rows have a plain date. */
export function storyStyle(index: number): EndDateStyle {
  const rare: Readonly<Record<number, EndDateStyle>> = {
    5: 'dateAndTime',
    8: 'iso',
    11: 'dayFirst',
    14: 'milliseconds',
  };
  return rare[index % 17] ?? 'date';
}

/** An order that was placed before the sandbox started. */
export interface PastOrder {
  /** The body, as for `save`. */
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly createTime: number;
  readonly status: 'succeed' | 'failed';
}

/**
 * Returns the orders of a colleague, oldest first: none for the first PBX, which the walkthrough orders for, and none of
 * the last two days.
 *
 * @param rows The first PBXes of Cloud PBX, ten at least.
 * @param now Milliseconds since 1970.
 */
export function pastOrders(rows: readonly Instance[], now: number): readonly PastOrder[] {
  const at = (daysAgo: number, body: string, status: PastOrder['status'] = 'succeed') => ({
    body,
    createTime: now - daysAgo * day,
    status,
  });
  const minutesFor = (index: number, quantity: number, poNumber: string) => {
    const { productNo = '', plan = enterprisePlan } = rows[index] ?? {};
    return bodyOf({
      operationType: 'purchase_service',
      productNo,
      poNumber,
      serviceList: [
        {
          ...recurring('purchase'),
          connectionPlanId: plan.planId,
          serviceType: 'service',
          serviceId: recordingMinutes.serviceId,
          quantity,
        },
      ],
    });
  };
  const renewalOf = (index: number, poNumber: string) => {
    const { productNo = '', plan = enterprisePlan, extensions = 0, services } = rows[index] ?? {};
    return bodyOf({
      operationType: 'renew_plan',
      productNo,
      poNumber,
      serviceList: [
        { ...recurring('renew'), serviceType: 'plan', serviceId: plan.planId, quantity: extensions },
        ...[...(services ?? [])].map(([serviceId]) => ({
          ...recurring('renew'),
          connectionPlanId: plan.planId,
          serviceType: 'service',
          serviceId,
          quantity: extensions,
        })),
      ],
    });
  };
  const purchase = bodyOf({
    operationType: 'purchase_plan',
    poNumber: 'PO-1017',
    orderPceSpecialRequest: { pbxName: 'Dakar hotel', regionId: '101', pbxSubDomainId: '201' },
    serviceList: [
      { ...recurring('purchase'), serviceType: 'plan', serviceId: enterprisePlan.planId, quantity: 25 },
      {
        ...recurring('purchase'),
        connectionPlanId: enterprisePlan.planId,
        serviceType: 'service',
        serviceId: highAvailability.serviceId,
        quantity: 25,
      },
    ],
  });
  return [
    at(301, renewalOf(2, 'PO-1009')),
    at(212, purchase),
    at(127, minutesFor(6, 1000, 'PO-1022')),
    at(64, renewalOf(7, 'PO-1031')),
    at(33, minutesFor(9, 500, ''), 'failed'),
    at(32, minutesFor(9, 500, 'PO-1038')),
    at(6, minutesFor(3, 2000, 'PO-1041')),
  ];
}

function recurring(purchaseType: 'purchase' | 'renew') {
  return { purchaseType, billingModel: 'recurring', billingCycle: 'annually', multiCycle: 0 };
}

/** Ids are integers on the wire, which a double cannot hold: they are written as text, and then lose their quotes. */
function bodyOf(order: Readonly<Record<string, unknown>>): string {
  const [contact] = billingContacts;
  const text = JSON.stringify({ productId: 13, billingId: contact.billingContactId, ...order });
  return text.replace(/"(billingId|serviceId|connectionPlanId)":"(\d+)"/g, '"$1":$2');
}
