import * as z from 'zod/mini';
import { formTexts } from './pageTexts';
import { operations } from '../rules/operationRule';
import { portalText } from '../portal/values';

/**
 * Messages between the two sides of the form: the extension host, which owns the state, and the webview, which shows
 * it. Both sides validate what they receive with these schemas. Names and numbers in texts are wrapped in isolates
 * (`plainText`, `numberText`), which the webview turns into elements.
 */

/** Longest id accepted, far longer than any that this extension creates. */
const longestId = 2000;
export const ownId = z.string().check(z.maxLength(longestId));

/** Name of an API parameter, followed by a service id where an order takes several services: `quantity.123`. */
export const fieldName = z.string().check(z.regex(/^[a-zA-Z]{1,40}(\.\d{1,19})?$/));

/**
 * Largest number of values accepted, far more than any form has: a catalogue leads to one or two controls per service.
 */
const mostValues = 10_000;
// The values have no length limit: names and ids from the portal come back from the page, and only the portal's replies
// are limited in size.
const formValues = z
  .record(fieldName, z.string())
  .check(z.refine((values) => Object.keys(values).length <= mostValues));

// --- from the webview to the host -------------------------------------------------------------------

export const id = z.int().check(z.nonnegative());

export const requestMessage = z.discriminatedUnion('request', [
  /** Checks whether the host is alive; any reply means that it is. */
  z.strictObject({ id, request: z.literal('hello') }),
  /** The webview is ready to receive messages, and asks for the state. */
  z.strictObject({ id, request: z.literal('ready') }),
  /** The user changed a field. Choices, limits and notes of other fields may depend on it. */
  z.strictObject({ id, request: z.literal('change'), values: formValues }),
  /** The button below the fields was pressed: the order is shown for review; a form without a review does its work. */
  z.strictObject({ id, request: z.literal('submit'), values: formValues }),
  /** The same button, but the page has found problems itself: the host adds those that only it can find. */
  z.strictObject({ id, request: z.literal('check'), values: formValues }),
  z.strictObject({ id, request: z.literal('back') }),
  /** Places the order reviewed as `reviewId`. A review can be placed only once. */
  z.strictObject({ id, request: z.literal('place'), reviewId: ownId }),
  /** Asks for the user's consent to a possible duplicate, and places the order if they give it. */
  z.strictObject({ id, request: z.literal('placeAnyway'), reviewId: ownId }),
  /** Repeats the lookups that a review waits for. */
  z.strictObject({ id, request: z.literal('askAgain'), reviewId: ownId }),
  /** Repeats the reconciliation of the orders of unknown outcome that the form shows. */
  z.strictObject({ id, request: z.literal('checkAgain') }),
  z.strictObject({ id, request: z.literal('cancelCheck') }),
  z.strictObject({ id, request: z.literal('showEntry'), entryId: ownId }),
  /** Shows one of the portal's orders that the form lists and that has no journal entry on this machine. */
  z.strictObject({ id, request: z.literal('showPortalOrder'), orderNo: portalText }),
  /** Shows the lock file that blocks the order. */
  z.strictObject({ id, request: z.literal('showLock') }),
  z.strictObject({ id, request: z.literal('copyJson'), reviewId: ownId }),
  z.strictObject({ id, request: z.literal('copyCurl'), reviewId: ownId }),
  /** Copies what the outcome shows. */
  z.strictObject({ id, request: z.literal('copyOutcome') }),
  /** Shows the PBX of the order that has ended. */
  z.strictObject({ id, request: z.literal('showPbx') }),
  /** Opens a new form for the same subject. */
  z.strictObject({ id, request: z.literal('orderAnother') }),
  /** Closes the tab. */
  z.strictObject({ id, request: z.literal('close') }),
  /** Retries failed lookups. */
  z.strictObject({ id, request: z.literal('retry') }),
  z.strictObject({ id, request: z.literal('signIn') }),
  /** Opens a form for the current session with the values of this one, which belongs to another account. */
  z.strictObject({ id, request: z.literal('copyToNewForm') }),
  z.strictObject({ id, request: z.literal('showOutput') }),
  /** After an outcome, goes back to the form with the same values. */
  z.strictObject({ id, request: z.literal('edit') }),
]);
export type RequestMessage = z.infer<typeof requestMessage>;

// --- from the host to the webview -------------------------------------------------------------------

const choice = z.strictObject({
  value: z.string(),
  label: z.string(),
  /** Shown under the control while this choice is selected, for example `Current plan.` */
  note: z.string(),
});

export const field = z.strictObject({
  name: fieldName,
  control: z.enum(['readonly', 'select', 'radio', 'number', 'text', 'checkbox', 'readonlyCheckbox']),
  label: z.string(),
  /** Heading shared by the fields of one group; empty for a field outside any group. */
  group: z.string(),
  /** Shown below the heading of the group; may be empty. The first field of the group decides. */
  groupHint: z.string(),
  /** Always shown under the control; may be empty. */
  hint: z.string(),
  optional: z.boolean(),
  /** The value from the portal; used until the user edits the field. */
  suggested: z.string(),
  choices: z.array(choice),
  /** Smallest and largest number allowed; null when unknown, and in fields that take no number. */
  least: z.nullable(z.int()),
  most: z.nullable(z.int()),
  /** `loading`: the lookup is under way. `failed`: `failure` gives the reason, and Try Again is shown. */
  status: z.enum(['loading', 'ready', 'failed']),
  failure: z.string(),
  /** A problem found by the host or the portal; cleared when the user edits the field. */
  problem: z.string(),
});

/** The price of an order. Each text has its own cell, so that a name ending in digits cannot extend a number. */
const price = z.strictObject({
  /** `asking`: the lookup is under way. `given`: the portal returned a price. `none`: no price is available. */
  status: z.enum(['asking', 'given', 'none']),
  /** The plans and services that are ordered; an amount is empty unless the portal returned one for the line. */
  lines: z.array(z.strictObject({ what: z.string(), quantity: z.string(), amount: z.string() })),
  /** `Total: USD 125.00 for 1 year`, or a sentence that says that there is no price. */
  text: z.string(),
  /** When it was calculated, and what it leaves open; may be empty. */
  note: z.string(),
});

/** A labelled fact of an order: `Quantity` and `10 extensions`. Each value has its own place. */
export const orderFact = z.strictObject({ label: z.string(), values: z.array(z.string()) });

/** An order other than the reviewed one. */
const otherOrder = z.strictObject({
  /** Its journal entry on this machine; for an order without one, its order number. */
  id: z.discriminatedUnion('of', [
    z.strictObject({ of: z.literal('entry'), entryId: z.string() }),
    z.strictObject({ of: z.literal('portal'), orderNo: z.string() }),
  ]),
  /** What was ordered; starts with the order number if the order comes from the portal. */
  title: z.string(),
  /** When it was ordered, and its status. */
  state: z.string(),
});

export const assumptions = z.strictObject({
  title: z.string(),
  intro: z.string(),
  items: z.array(z.string()),
});

const review = z.strictObject({
  reviewId: z.string(),
  /** One sentence for each difference from the state that the user approved last. */
  changes: z.array(z.string()),
  /** Why the lookups failed; the order cannot be placed until they are repeated. Empty when they have not failed. */
  failure: z.string(),
  /** What is ordered, for which PBX, who pays. */
  facts: z.array(orderFact),
  price,
  /** Whether all lookups have succeeded, so that the order can be placed. */
  ready: z.boolean(),
  /**
   * Orders of the last 24 hours for the same PBX, with a heading. `note` says so if not all of the portal's orders
   * could be checked.
   */
  others: z.strictObject({ title: z.string(), orders: z.array(otherOrder), note: z.string() }),
  /** Further sentences: what to check, and what the order does. */
  notes: z.array(z.string()),
  /** What the API guide leaves open; collapsed. `items` is empty when there is nothing. */
  assumptions,
  /** The exact request body that is sent. */
  body: z.string(),
  /** `POST https://…/order/openapi/order/v1/save` */
  target: z.string(),
});

/** Progress or result of reconciling orders of unknown outcome. */
const check = z.strictObject({ underWay: z.boolean(), text: z.string() });

const blocked = z.strictObject({
  reviewId: z.string(),
  /** Why nothing was sent. */
  sentence: z.string(),
  /** The orders that this one may repeat. */
  orders: z.array(otherOrder),
  check,
  /** Whether the user can consent to the possible duplicate; false while one of these orders is still being placed. */
  mayPlace: z.boolean(),
  /**
   * The lock file that blocks the order, if this machine cannot tell whether the lock's owner is still running; empty
   * otherwise.
   */
  lockFile: z.string(),
});

const outcome = z.strictObject({
  kind: z.enum(['placed', 'refused', 'notSent', 'unknown']),
  /** `Order placed`, `Refused`, `Not sent`, `Outcome unknown`. */
  title: z.string(),
  /** What happened, and what the user can do. */
  sentence: z.string(),
  /** Order number, status, transaction and request id, or the id of a new user; may be empty. */
  details: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  /** What was ordered; empty in a form without a review. */
  facts: z.array(orderFact),
  /** The price in the review; null when there was none. */
  price: z.nullable(price),
  /** Whether the user can go back and edit the same values. */
  mayEdit: z.boolean(),
  /** Whether the PBX of the order can be shown. */
  mayShowPbx: z.boolean(),
  /** Whether the same form can be opened again for another order. */
  mayOrderAnother: z.boolean(),
  /** Id of the order's journal entry on this machine; empty when there is none. */
  entryId: z.string(),
  /** Null unless the outcome is unknown. */
  check: z.nullable(check),
});

const step = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('edit') }),
  /** The request is under way, in a form without a review. */
  z.strictObject({ name: z.literal('working'), text: z.string() }),
  z.strictObject({ name: z.literal('review'), review }),
  z.strictObject({ name: z.literal('placing'), review }),
  z.strictObject({ name: z.literal('blocked'), blocked }),
  z.strictObject({ name: z.literal('outcome'), outcome }),
]);

/** The portal and the account that a form belongs to. Neither reveals a secret. */
export const formOwner = z.strictObject({ portal: z.string(), account: z.string() });
export type FormOwner = z.infer<typeof formOwner>;

export const formState = z.strictObject({
  title: z.string(),
  /** `Lagos head office · 3658B4311196K2ID` */
  subtitle: z.string(),
  /** Text of the banner that says that nothing is really bought; empty outside the sandbox. */
  sandbox: z.string(),
  /** Sentence above the fields, with Sign In, when there is no session; empty otherwise. */
  signInNeeded: z.string(),
  /**
   * Why nothing can be done with the form in this session, and whether its values can be copied to a new one; null
   * unless the form belongs to another account.
   */
  frozen: z.nullable(z.strictObject({ text: z.string(), mayCopy: z.boolean() })),
  /** Saved with the draft; null until there is a session. */
  owner: z.nullable(formOwner),
  fields: z.array(field),
  /** Names of the fields that hold a secret: their values are not saved with the draft. */
  unsaved: z.array(fieldName),
  /** Label of the button below the fields. */
  submit: z.string(),
  /** Price of the current values; null while they cannot be ordered. */
  price: z.nullable(price),
  step,
});
export type FormState = z.infer<typeof formState>;
export type Field = z.infer<typeof field>;
export type Choice = z.infer<typeof choice>;
export type Step = z.infer<typeof step>;
export type Review = z.infer<typeof review>;
export type OrderFact = z.infer<typeof orderFact>;
export type PriceView = z.infer<typeof price>;
export type Check = z.infer<typeof check>;
export type OtherOrder = z.infer<typeof otherOrder>;
export type BlockedView = z.infer<typeof blocked>;
export type OutcomeView = z.infer<typeof outcome>;

export const toWebviewMessage = z.discriminatedUnion('message', [
  z.strictObject({ message: z.literal('state'), state: formState }),
  z.strictObject({ message: z.literal('reply'), id, failure: z.nullable(z.string()) }),
]);
export type ToWebviewMessage = z.infer<typeof toWebviewMessage>;

const entries = {
  values: formValues,
  /** Names of the fields that the user has edited; suggestions do not change them. */
  edited: z.array(fieldName),
  /** Absent until there is a session. */
  owner: z.optional(formOwner),
};

const orderDraft = z.strictObject({
  form: z.literal('order'),
  operation: z.enum(operations),
  productId: z.int(),
  productName: portalText,
  productNo: z.string(),
  instanceName: portalText,
  ...entries,
});
export type OrderDraft = z.infer<typeof orderDraft>;

const userDraft = z.strictObject({ form: z.literal('user'), ...entries });
export type UserDraft = z.infer<typeof userDraft>;

/** What the webview saves (`setState`) so that it survives hiding and reloading; contains no secrets. */
export const formDraft = z.discriminatedUnion('form', [orderDraft, userDraft]);
export type FormDraft = z.infer<typeof formDraft>;

/** Data embedded in the page, so that its first rendering needs no message. */
export const formPage = z.strictObject({
  texts: formTexts,
  state: formState,
  /** Initial values, used when the webview has saved none for the same subject. */
  draft: formDraft,
});
export type FormPage = z.infer<typeof formPage>;
