import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { type BaseUrl, parseBaseUrl } from '../portal/baseUrl';
import { latestTime, type PortalText, portalText } from '../portal/values';
import type { OrderBody } from './request';
import { orderSnapshot } from './snapshot';
import { type OrderContents, readOrderContents } from './subject';

declare const entryIdBrand: unique symbol;

/** Identifies one journal entry: a UUID, which is also the name of the entry's file. */
export type EntryId = string & { readonly [entryIdBrand]: true };

/** Reads the id of an entry. */
export const entryId = z.pipe(
  z.uuid(),
  z.transform((text: string) => text as EntryId),
);

export function newEntryId(): EntryId {
  return z.parse(entryId, randomUUID());
}

/** A time that a `Date` can represent, so that showing it cannot fail. */
export const milliseconds = z.number().check(z.nonnegative(), z.maximum(latestTime));

/** The address of a portal, as text. */
export const baseUrl = z.pipe(
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

/** Makes a field optional: a value that another version wrote in another shape counts as absent. */
function extra<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}

const filledText = z.string().check(z.minLength(1));
const filledPortalText: z.ZodMiniType<PortalText> = filledText;

/**
 * The first line of an entry: the order that is about to be sent. It contains no secrets. Unknown fields are ignored,
 * so that adding a field needs no new version.
 */
export const entryHead = z.object({
  format: z.literal('pbx-subscriptions order'),
  version: z.literal(1),
  id: entryId,
  /** Milliseconds since 1970 by this machine's clock. */
  createdAt: milliseconds,
  baseUrl,
  account: z.string(),
  /** Whether the order is for the simulated portal, which ends with its window. */
  sandbox: z.boolean(),
  /** The names that the rows show, as the portal writes them; either may be empty. */
  instanceName: portalText,
  serviceName: portalText,
  /** The exact text that is sent. */
  body: z.pipe(
    z.string(),
    z.transform((text: string) => text as OrderBody),
  ),
  /** The portal's orders before this one; absent if they could not be read. */
  before: z.optional(orderSnapshot),
  /** The price in the review; amount and currency as the portal writes them. */
  price: extra(z.object({ amount: filledText, currency: extra(filledText) })),
  /** The billing cycle and the number of cycles, as in the body: `annually`, 0. */
  period: extra(z.object({ billingCycle: filledText, multiCycle: extra(z.int().check(z.nonnegative())) })),
  /** The subscription end date before this order, as the portal writes it. */
  endDate: extra(filledPortalText),
  /** The bulk order that it belongs to, and its row there, counted from 0. */
  bulkOrder: extra(z.object({ run: filledText, row: z.int().check(z.nonnegative()) })),
  /** The key of its entry in an order file. */
  orderFileKey: extra(filledText),
});
export type EntryHead = Readonly<z.infer<typeof entryHead>>;

const at = milliseconds;

/** Each further line of an entry: the outcome of the order, or an attempt to reconcile it. */
export const entryChange = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('placed'),
    at,
    orderNo: filledPortalText,
    orderStatus: extra(portalText),
    transactionNo: extra(portalText),
    requestId: extra(portalText),
    /** The source: the reply, the portal's order list, or the user. */
    by: z.enum(['reply', 'orderList', 'user']),
    reply: extra(z.string()),
  }),
  z.object({ state: z.literal('refused'), at, reason: z.string(), reply: extra(z.string()) }),
  z.object({ state: z.literal('notSent'), at, reason: z.string(), reply: extra(z.string()) }),
  z.object({ state: z.literal('unknown'), at, reason: z.string(), reply: extra(z.string()) }),
  /** The order was not found with certainty in the portal's list. */
  z.object({
    state: z.literal('looked'),
    at,
    /** The numbers of the orders that may be this one. */
    possible: z.array(portalText),
  }),
  /** The user decided that the order was not placed. */
  z.object({ state: z.literal('dismissed'), at }),
]);
export type EntryChange = Readonly<z.infer<typeof entryChange>>;

/** The state of an order. */
export type EntryState =
  /** Its entry is written, and it may have been sent: it is being placed, or the process that placed it has ended. */
  | { readonly state: 'recorded'; readonly at: number }
  | Extract<EntryChange, { state: 'placed' | 'refused' | 'notSent' | 'unknown' | 'dismissed' }>;

/** A journal entry: one order that this machine has placed or tried to place. */
export interface JournalEntry extends Omit<EntryHead, 'format' | 'version'> {
  /** What the body orders; parsed once, because each new order is compared with every entry. */
  readonly ordered: OrderContents;
  readonly current: EntryState;
  /** The attempts to reconcile the order that did not find it with certainty, oldest first. */
  readonly looks: readonly Extract<EntryChange, { state: 'looked' }>[];
}

/** Whether an entry is open: the outcome of its order is not known. */
export function isOpen({ current }: JournalEntry): boolean {
  return current.state === 'recorded' || current.state === 'unknown';
}

/**
 * Builds an entry from its lines. An order that was placed takes precedence over every other change, and the portal's
 * reply over any other source. A dismissal by the user takes precedence over an unknown outcome, because that may be
 * noted late, by a window that was taken for dead: the order of the lines does not show who knew what.
 *
 * @throws SyntaxError or ZodError when the body is not that of an order.
 */
export function entryOf(head: EntryHead, changes: readonly EntryChange[]): JournalEntry {
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
    ordered: readOrderContents(about.body),
    current: current ?? { state: 'recorded', at: about.createdAt },
    looks: changes.filter((change) => change.state === 'looked'),
  };
}
