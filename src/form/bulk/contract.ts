import * as z from 'zod/mini';
import { operations } from '../../rules/operationRule';
import { portalText } from '../../portal/values';
import { assumptions, field, fieldName, formOwner, id, orderFact, ownId } from '../contract';
import { bulkTexts, formTexts } from '../pageTexts';

/**
 * Messages between the two sides of a bulk order's page: the extension host, which owns the state, and the webview,
 * which shows it. Both sides validate what they receive with these schemas.
 */

/** Most rows that a bulk order can have. */
export const mostRows = 1000;

const rowId = z.int().check(z.nonnegative(), z.maximum(mostRows));

// --- from the webview to the host -------------------------------------------------------------------

export const bulkRequest = z.discriminatedUnion('request', [
  /** Checks whether the host is alive; any reply means that it is. */
  z.strictObject({ id, request: z.literal('hello') }),
  z.strictObject({ id, request: z.literal('ready') }),
  /** A value that is the same for all rows. */
  z.strictObject({ id, request: z.literal('setCommon'), name: fieldName, value: z.string() }),
  /** A value of one row. */
  z.strictObject({ id, request: z.literal('setOwn'), row: rowId, name: fieldName, value: z.string() }),
  z.strictObject({ id, request: z.literal('tick'), rows: z.array(rowId), ordered: z.boolean() }),
  /** Reads what is missing: rows that were not read yet, and failed lookups. */
  z.strictObject({ id, request: z.literal('retry') }),
  /** Stops reading. */
  z.strictObject({ id, request: z.literal('cancel') }),
  z.strictObject({ id, request: z.literal('review') }),
  z.strictObject({ id, request: z.literal('back') }),
  /** Asks the user, and places the orders reviewed as `reviewId` if they agree. */
  z.strictObject({ id, request: z.literal('place'), reviewId: ownId }),
  z.strictObject({ id, request: z.literal('stop') }),
  /** Goes on after this pause; after no other, since the page may not have shown it yet. */
  z.strictObject({
    id,
    request: z.literal('continue'),
    pause: z.int(),
    passRefused: z.boolean(),
  }),
  /** Opens a new table with the rows that were not ordered. */
  z.strictObject({ id, request: z.literal('rest') }),
  z.strictObject({ id, request: z.literal('copyJson') }),
  z.strictObject({ id, request: z.literal('copyShell') }),
  z.strictObject({ id, request: z.literal('signIn') }),
  z.strictObject({ id, request: z.literal('showOutput') }),
]);
export type BulkRequest = z.infer<typeof bulkRequest>;

// --- from the host to the webview -------------------------------------------------------------------

/** How far a bulk order is. `interrupted`: its window ended before it did. */
const phase = z.enum(['edit', 'checking', 'review', 'running', 'paused', 'ended', 'interrupted']);
export type BulkPhase = z.infer<typeof phase>;

/** What a review shows of an order besides the columns of the table. */
const reviewedText = z.strictObject({
  facts: z.array(orderFact),
  /** What the portal reports about the PBX, and what the order does. */
  notes: z.array(z.string()),
  assumptions,
});
export type ReviewedText = z.infer<typeof reviewedText>;

const row = z.strictObject({
  row: rowId,
  productNo: z.string(),
  /** Name of the PBX; may be empty. */
  name: z.string(),
  /** What is ordered. */
  order: z.string(),
  /** Fields that only this row has; the one named `quantity` has a column of its own. */
  fields: z.array(field),
  /** The values of those fields. */
  values: z.record(fieldName, z.string()),
  /** Quantity as text, where the row has no field for it. */
  quantity: z.string(),
  price: z.string(),
  status: z.strictObject({
    kind: z.enum(['busy', 'ready', 'problem', 'warning', 'good', 'none']),
    text: z.string(),
  }),
  ordered: z.boolean(),
  /** Whether `ordered` can be changed. */
  mayTick: z.boolean(),
  /** The exact request in a review; empty otherwise. */
  body: z.string(),
  /** What the review shows of this order and not of every other. */
  reviewed: reviewedText,
});
export type BulkRowView = z.infer<typeof row>;

const target = z.strictObject({
  productId: z.int(),
  productName: portalText,
  productNo: z.string(),
  instanceName: portalText,
});

/** What the webview saves (`setState`) so that it survives hiding and reloading; contains no secrets. */
export const bulkDraft = z.strictObject({
  form: z.literal('bulkOrder'),
  operation: z.enum(operations),
  /** The service to preselect; empty for none. */
  service: z.string(),
  targets: z.array(target).check(z.maxLength(mostRows)),
  common: z.record(fieldName, z.string()),
  own: z.array(z.record(fieldName, z.string())),
  unticked: z.array(rowId),
  /** Id of the run, once there is one; empty before. */
  run: z.string(),
  /** The id that the run has or will have. */
  runId: z.optional(z.uuid()),
  /** The portal and the account that the bulk order belongs to. */
  owner: z.optional(formOwner),
});
export type BulkDraft = z.infer<typeof bulkDraft>;

export const bulkState = z.strictObject({
  title: z.string(),
  sandbox: z.string(),
  signInNeeded: z.string(),
  /** What was left out, and why; may be empty. */
  note: z.string(),
  phase,
  common: z.array(field),
  commonValues: z.record(fieldName, z.string()),
  rows: z.array(row),
  /** What the review shows of every order. */
  reviewed: reviewedText,
  /** `Total for 2 orders: USD 1,988.50`, and for how many the portal gave no price. */
  total: z.string(),
  /** What is going on, why the run is paused, or how it ended; may be empty. */
  message: z.string(),
  /** Whether rows are being read. */
  isReading: z.boolean(),
  /** Whether some rows have not been read. */
  mayRetry: z.boolean(),
  reviewId: z.string(),
  /** `Place 3 Orders`; empty when nothing can be placed. */
  place: z.string(),
  /** How often the run has paused. */
  pause: z.int(),
  /** Whether the run paused at a refused order. */
  isRefused: z.boolean(),
  isStopping: z.boolean(),
  /** Whether there are rows that a new review could order. */
  hasRest: z.boolean(),
  target: z.string(),
  draft: bulkDraft,
});
export type BulkState = z.infer<typeof bulkState>;

export const toBulkPage = z.discriminatedUnion('message', [
  z.strictObject({ message: z.literal('state'), state: bulkState }),
  z.strictObject({ message: z.literal('reply'), id, failure: z.nullable(z.string()) }),
]);
export type ToBulkPage = z.infer<typeof toBulkPage>;

/** Data embedded in the page, so that its first rendering needs no message. */
export const bulkPage = z.strictObject({ texts: bulkTexts, formTexts, state: bulkState });
export type BulkPage = z.infer<typeof bulkPage>;
