import * as z from 'zod/mini';
import { operations } from '../rules/operationRule';
import { portalText } from '../portal/values';

/**
 * The messages between the form's two sides: the extension host, which holds the state, and the webview,
 * which shows it. Both sides parse what they receive with these schemas. Names and numbers in the texts are isolated
 * (`plainText`, `numberText`); the webview makes elements of them.
 */

/** Far above what an id that this extension makes up holds; a longer text is an attack or a mistake. */
const longestId = 2000;
const ownId = z.string().check(z.maxLength(longestId));

/** A name or a value of the portal's is as long as it is, and comes back from the page: its replies alone are limited. */
/** A parameter of the API; where an order takes several services, with the service's id. */
const fieldName = z.string().check(z.regex(/^[a-zA-Z]{1,40}(\.\d{1,19})?$/));

/** Far above what any form holds; a catalogue has a control or two for each service. */
const mostValues = 10_000;
const formValues = z
  .record(fieldName, z.string())
  .check(z.refine((values) => Object.keys(values).length <= mostValues));

// --- from the webview to the host -------------------------------------------------------------------

const id = z.int().check(z.nonnegative());

export const requestMessage = z.discriminatedUnion('request', [
  /** The webview asks whether the host is there; the reply says so. */
  z.strictObject({ id, request: z.literal('hello') }),
  /** The webview listens from now on and asks for the state. */
  z.strictObject({ id, request: z.literal('ready') }),
  /** The user changed a field: choices, limits and notes of others may depend on it. */
  z.strictObject({ id, request: z.literal('change'), values: formValues }),
  /** The button below the fields was pressed: shows the order for review, or does what the form is for. */
  z.strictObject({ id, request: z.literal('submit'), values: formValues }),
  z.strictObject({ id, request: z.literal('back') }),
  /** Places what was reviewed under `reviewId`; a review is good for one order. */
  z.strictObject({ id, request: z.literal('place'), reviewId: ownId }),
  /** Asks the user for a second consent to what the form shows, and places the order if it is given. */
  z.strictObject({ id, request: z.literal('placeAnyway'), reviewId: ownId }),
  /** Asks the portal again for what a review waits for. */
  z.strictObject({ id, request: z.literal('askAgain'), reviewId: ownId }),
  /** Looks again for the orders of unknown outcome that the form shows. */
  z.strictObject({ id, request: z.literal('checkAgain') }),
  z.strictObject({ id, request: z.literal('cancelCheck') }),
  z.strictObject({ id, request: z.literal('showRecord'), recordId: ownId }),
  /** Shows an order of the portal's that the form speaks of, of which this machine has no entry. */
  z.strictObject({ id, request: z.literal('showPortalOrder'), orderNo: portalText }),
  /** Shows the file of the lock that is in the way. */
  z.strictObject({ id, request: z.literal('showLock') }),
  z.strictObject({ id, request: z.literal('copyJson'), reviewId: ownId }),
  z.strictObject({ id, request: z.literal('copyCurl'), reviewId: ownId }),
  /** Looks up again what failed. */
  z.strictObject({ id, request: z.literal('retry') }),
  z.strictObject({ id, request: z.literal('signIn') }),
  z.strictObject({ id, request: z.literal('showOutput') }),
  /** After an outcome: the form again, with the same values. */
  z.strictObject({ id, request: z.literal('edit') }),
]);
export type RequestMessage = z.infer<typeof requestMessage>;

// --- from the host to the webview -------------------------------------------------------------------

const choice = z.strictObject({
  value: z.string(),
  label: z.string(),
  /** Shown under the control when this choice is selected: `current plan`, where the invoice goes. */
  note: z.string(),
});

const field = z.strictObject({
  name: fieldName,
  control: z.enum(['readonly', 'select', 'radio', 'number', 'text', 'checkbox', 'readonlyCheckbox']),
  label: z.string(),
  /** Fields of one group stand together under this text; empty for a field that stands alone. */
  group: z.string(),
  /** Shown under the control whatever is selected; may be empty. */
  hint: z.string(),
  optional: z.boolean(),
  /** The value that the portal tells; taken over as long as the user has not touched the field. */
  suggested: z.string(),
  choices: z.array(choice),
  /** For a number: the least and the greatest one; null where they are not known. */
  least: z.nullable(z.int()),
  most: z.nullable(z.int()),
  /** `loading`: choices are on their way; `failed`: `failure` says why, Try Again is offered. */
  status: z.enum(['loading', 'ready', 'failed']),
  failure: z.string(),
  /** A message at the field that the host or the portal found; cleared when the user edits the field. */
  problem: z.string(),
});

/** `asking` until the portal answered or failed to. */
const price = z.strictObject({ status: z.enum(['asking', 'told', 'none']), text: z.string() });

/** An order beside the one that is reviewed. */
const otherOrder = z.strictObject({
  /** Its entry on this machine, or its number where there is none. */
  id: z.discriminatedUnion('of', [
    z.strictObject({ of: z.literal('record'), recordId: z.string() }),
    z.strictObject({ of: z.literal('portal'), orderNo: z.string() }),
  ]),
  /** What was ordered; with its number where it is one of the portal's. */
  title: z.string(),
  /** When, and with which status. */
  state: z.string(),
});

/** A plan or service that is ordered: each text has a column of its own, so that no name is read as another's number. */
const item = z.strictObject({
  /** Its name, with what is done: `Renewal: Enterprise Plan`. */
  what: z.string(),
  /** `10 extensions`; empty where the order takes no number of it. */
  quantity: z.string(),
  /** `billed annually`; may be empty. */
  billed: z.string(),
  /** `for 3658B4311196K2ID`; empty but for the first, and for an order that names no PBX. */
  pbx: z.string(),
});

const review = z.strictObject({
  reviewId: z.string(),
  /** What is not any more as it was shown before, a sentence for each; empty where nothing changed. */
  changes: z.array(z.string()),
  /** Why the order cannot be placed before the portal was asked again; empty where it can. */
  failure: z.string(),
  /** What is bought, in the order of the request. */
  items: z.array(item),
  price,
  /** Whether all has come that placing waits for. */
  ready: z.boolean(),
  /** Orders of the last 24 hours for the same PBX under their title, and a sentence where the portal's could not all be checked. */
  others: z.strictObject({ title: z.string(), orders: z.array(otherOrder), note: z.string() }),
  /** Further sentences: who gets the invoice, the PO number, what the guide leaves open. */
  lines: z.array(z.string()),
  /** The exact request body, as it is sent. */
  body: z.string(),
  /** `POST https://…/order/openapi/order/v1/save` */
  target: z.string(),
});

/** Orders of unknown outcome are looked for among the portal's. */
const check = z.strictObject({ underWay: z.boolean(), text: z.string() });

const blocked = z.strictObject({
  reviewId: z.string(),
  /** Why nothing was sent. */
  sentence: z.string(),
  /** The orders that this one may repeat. */
  orders: z.array(otherOrder),
  check,
  /** Whether the user can agree to repeat these orders: not before the one that is being placed has ended. */
  mayPlace: z.boolean(),
  /** The lock that is in the way, where nobody can see from here whether its owner is at work; empty otherwise. */
  lockFile: z.string(),
});

const outcome = z.strictObject({
  kind: z.enum(['placed', 'refused', 'notSent', 'unknown']),
  /** `Order placed`, `Refused`, `Not sent`, `Outcome unknown`. */
  title: z.string(),
  /** What happened, and what can be done. */
  sentence: z.string(),
  /** Order number, status, transaction; or code and request id. */
  details: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  /** Whether the same values may be reviewed and placed again from here. */
  mayEdit: z.boolean(),
  /** The record of the order on this machine; empty when there is none. */
  recordId: z.string(),
  /** Only while the outcome is unknown. */
  check: z.nullable(check),
});

const step = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('edit') }),
  /** The portal is asked to do what the form holds, with nothing to review before. */
  z.strictObject({ name: z.literal('working'), text: z.string() }),
  z.strictObject({ name: z.literal('review'), review }),
  z.strictObject({ name: z.literal('placing'), review }),
  z.strictObject({ name: z.literal('blocked'), blocked }),
  z.strictObject({ name: z.literal('outcome'), outcome }),
]);

export const formState = z.strictObject({
  title: z.string(),
  /** `Lagos head office · 3658B4311196K2ID` */
  subtitle: z.string(),
  /** Empty, or what the banner says while nothing is really bought. */
  sandbox: z.string(),
  /** Empty, or a sentence above the fields: a failed session, with Sign In offered. */
  signInNeeded: z.string(),
  fields: z.array(field),
  /** On the button below the fields. */
  submit: z.string(),
  /** What the values cost, as the fields stand; null as long as they cannot be ordered. */
  price: z.nullable(price),
  step,
});
export type FormState = z.infer<typeof formState>;
export type Field = z.infer<typeof field>;
export type Choice = z.infer<typeof choice>;
export type Step = z.infer<typeof step>;
export type Review = z.infer<typeof review>;
export type ReviewItem = z.infer<typeof item>;
export type PriceLine = z.infer<typeof price>;
export type Check = z.infer<typeof check>;
export type OtherOrder = z.infer<typeof otherOrder>;
export type BlockedView = z.infer<typeof blocked>;
export type OutcomeView = z.infer<typeof outcome>;

export const toWebviewMessage = z.discriminatedUnion('message', [
  z.strictObject({ message: z.literal('state'), state: formState }),
  z.strictObject({ message: z.literal('reply'), id, failure: z.nullable(z.string()) }),
]);
export type ToWebviewMessage = z.infer<typeof toWebviewMessage>;

/** Texts that the webview itself needs; localised by the host and part of the page. */
export const formTexts = z.strictObject({
  placeOrder: z.string(),
  placing: z.string(),
  back: z.string(),
  tryAgain: z.string(),
  signIn: z.string(),
  showOutput: z.string(),
  editOrder: z.string(),
  copyJson: z.string(),
  copyCurl: z.string(),
  copied: z.string(),
  exactRequest: z.string(),
  review: z.string(),
  loading: z.string(),
  choose: z.string(),
  optional: z.string(),
  noReply: z.string(),
  /** The extension does not answer; then what is certain, and what can be done. */
  lost: z.string(),
  loss: z.strictObject({ notSent: z.string(), maybeSent: z.string(), outdated: z.string() }),
  reopen: z.string(),
  reloadWindow: z.string(),
  blocked: z.string(),
  checkAgain: z.string(),
  cancel: z.string(),
  showDetails: z.string(),
  placeAnyway: z.string(),
  showLock: z.string(),
  changed: z.string(),
  problems: z.strictObject({
    missing: z.string(),
    missingChoice: z.string(),
    notOffered: z.string(),
    notAWholeNumber: z.string(),
    /** Have `{limit}` in them. */
    belowLimit: z.string(),
    aboveLimit: z.string(),
    controlCharacters: z.string(),
    /** Has `{count}` in it: announced when Review Order finds problems. */
    summary: z.string(),
  }),
});
export type FormTexts = z.infer<typeof formTexts>;

const entries = {
  values: formValues,
  /** Fields that the user has edited: suggestions leave them alone. */
  edited: z.array(fieldName),
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

/** What the webview keeps over hiding and reload (`setState`); holds no secret. */
export const formDraft = z.discriminatedUnion('form', [orderDraft, userDraft]);
export type FormDraft = z.infer<typeof formDraft>;

/** What the page holds from the start, so that the first picture needs no message. */
export const formPage = z.strictObject({
  texts: formTexts,
  state: formState,
  /** Where the form starts when the webview has kept nothing of its own for this instance. */
  draft: formDraft,
});
export type FormPage = z.infer<typeof formPage>;
