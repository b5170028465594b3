import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { type BaseUrl, parseBaseUrl } from '../portal/baseUrl';
import { latestTime, type PortalText, portalText } from '../portal/values';
import type { OrderBody } from './request';
import { orderSnapshot } from './snapshot';
import { type Ordered, readOrdered } from './subject';

declare const recordIdBrand: unique symbol;

/** Names one record of an order: a UUID, and the name of the record's file. */
export type RecordId = string & { readonly [recordIdBrand]: true };

const recordId = z.pipe(
  z.uuid(),
  z.transform((text: string) => text as RecordId),
);

export function newRecordId(): RecordId {
  return z.parse(recordId, randomUUID());
}

/** A time that a date can have: whatever shows it must not fail over it. */
const milliseconds = z.number().check(z.nonnegative(), z.maximum(latestTime));

const baseUrl = z.pipe(
  z.string(),
  z.transform((text: string, context): BaseUrl => {
    try {
      return parseBaseUrl(text);
    } catch {
      context.issues.push({ code: 'custom', message: 'not the address of a portal', input: text });
      return z.NEVER;
    }
  }),
);

/** What another version writes in another shape counts as absent: it must not make the whole record unreadable. */
function extra<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}

const filledText = z.string().check(z.minLength(1));
const filledPortalText: z.ZodMiniType<PortalText> = filledText;

/**
 * The first line of a record: what is about to be sent, written before it is. It holds no secret. Fields that are
 * not listed here are ignored, so that further ones need no new version.
 */
export const recordHead = z.object({
  format: z.literal('pbx-subscriptions order'),
  version: z.literal(1),
  id: recordId,
  /** Milliseconds since 1970 by this machine's clock. */
  createdAt: milliseconds,
  baseUrl,
  account: z.string(),
  /** Of the simulated portal, which ends with its window. */
  sandbox: z.boolean(),
  /** What the rows call it; both as the portal named them, either may be empty. */
  instanceName: portalText,
  serviceName: portalText,
  /** The exact text that is sent. */
  body: z.pipe(
    z.string(),
    z.transform((text: string) => text as OrderBody),
  ),
  /** The portal's orders before this one; absent where they could not be read. */
  before: z.optional(orderSnapshot),
  /** What the review showed; amounts and currency as the portal gave them. */
  price: extra(z.object({ amount: filledText, currency: extra(filledText) })),
  /** The billing cycle and how many of them, as in the body: `annually`, 0. */
  period: extra(z.object({ billingCycle: filledText, multiCycle: extra(z.int().check(z.nonnegative())) })),
  /** The subscription end date before this order, as the portal wrote it. */
  endDate: extra(filledPortalText),
  /** Which bulk order it is one of, and its row there, counted from 0. */
  bulkOrder: extra(z.object({ run: filledText, row: z.int().check(z.nonnegative()) })),
  /** The key of its entry in an order file. */
  orderFileKey: extra(filledText),
});
export type RecordHead = Readonly<z.infer<typeof recordHead>>;

const at = milliseconds;

/** Each further line of a record: what became of the order, or what was done to find out. */
export const recordChange = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('placed'),
    at,
    orderNo: filledPortalText,
    orderStatus: extra(portalText),
    transactionNo: extra(portalText),
    requestId: extra(portalText),
    /** How it is known: by the reply, by the portal's order list, or because the user says so. */
    by: z.enum(['reply', 'orderList', 'user']),
    reply: extra(z.string()),
  }),
  z.object({ state: z.literal('refused'), at, reason: z.string(), reply: extra(z.string()) }),
  z.object({ state: z.literal('notSent'), at, reason: z.string(), reply: extra(z.string()) }),
  z.object({ state: z.literal('unknown'), at, reason: z.string(), reply: extra(z.string()) }),
  /** The portal's orders were looked through without finding this one for certain. */
  z.object({
    state: z.literal('looked'),
    at,
    /** Numbers of the orders that could be it, none of them for certain. */
    possible: z.array(portalText),
  }),
  /** The user decided that there is no such order. */
  z.object({ state: z.literal('dismissed'), at }),
]);
export type RecordChange = Readonly<z.infer<typeof recordChange>>;

/** What is known of the order. */
export type RecordState =
  /** Recorded, maybe sent: it is being placed, or whoever placed it was ended. */
  | { readonly state: 'recorded'; readonly at: number }
  | Extract<RecordChange, { state: 'placed' | 'refused' | 'notSent' | 'unknown' | 'dismissed' }>;

/** One order that was placed, or tried, on this machine. */
export interface OrderRecord extends Omit<RecordHead, 'format' | 'version'> {
  /** What the body orders: read once, since each order that is placed is compared with every record. */
  readonly ordered: Ordered;
  readonly current: RecordState;
  /** Looks for the order since it was sent, oldest first. */
  readonly looks: readonly Extract<RecordChange, { state: 'looked' }>[];
}

/** A record whose order is not settled yet: whether the portal holds it is open. */
export function isUnsettled({ current }: OrderRecord): boolean {
  return current.state === 'recorded' || current.state === 'unknown';
}

/**
 * Puts a record together from its lines. A portal's order outweighs whatever else was noted, and what the portal replied
 * outweighs what the user took for it. What the user has settled stays so where a window that was taken for dead notes
 * that it does not know the outcome; the sequence of the lines does not say who knew of what.
 *
 * @throws SyntaxError or ZodError when its body is not that of an order.
 */
export function recordOf(head: RecordHead, changes: readonly RecordChange[]): OrderRecord {
  const { format, version, ...about } = head;
  const ends = changes.filter((change) => change.state !== 'looked');
  const placed = ends.filter(({ state }) => state === 'placed');
  const isDismissed = ends.some(({ state }) => state === 'dismissed');
  const current =
    placed.find((end) => end.state === 'placed' && end.by === 'reply') ??
    placed[0] ??
    ends.findLast(({ state }) => state !== 'unknown' || !isDismissed);
  return {
    ...about,
    ordered: readOrdered(about.body),
    current: current ?? { state: 'recorded', at: about.createdAt },
    looks: changes.filter((change) => change.state === 'looked'),
  };
}
