import * as z from 'zod/mini';

/** Texts of the pages themselves, localised by the host and embedded in the page. */

const text = z.string();

/** Texts that every page with fields has. */
const commonTexts = {
  back: text,
  tryAgain: text,
  cancel: text,
  signIn: text,
  showOutput: text,
  copied: text,
  choose: text,
  optional: text,
  noReply: text,
  /** Shown when the extension does not answer. */
  lost: text,
  reloadWindow: text,
};
export type CommonTexts = Readonly<Record<keyof typeof commonTexts, string>>;

export const formTexts = z.strictObject({
  ...commonTexts,
  placeOrder: text,
  placing: text,
  copyToNewForm: text,
  editOrder: text,
  copyJson: text,
  copyCurl: text,
  copy: text,
  /** What the button copies. */
  copyHint: text,
  showPbx: text,
  orderAnother: text,
  close: text,
  price: text,
  priceColumns: z.strictObject({ what: text, quantity: text, amount: text }),
  exactRequest: text,
  review: text,
  loading: text,
  /** Below `lost`: what is certain about what was sent. */
  loss: z.strictObject({ notSent: text, maybeSent: text, outdated: text }),
  reopen: text,
  blocked: text,
  checkAgain: text,
  showDetails: text,
  placeAnyway: text,
  showLock: text,
  changed: text,
  problems: z.strictObject({
    missing: text,
    missingChoice: text,
    notOffered: text,
    notAWholeNumber: text,
    /** Both limits contain `{limit}`. */
    belowLimit: text,
    aboveLimit: text,
    controlCharacters: text,
    /** Contains `{count}`; announced when Review Order finds problems. */
    summary: text,
  }),
});
export type FormTexts = z.infer<typeof formTexts>;

export const bulkTexts = z.strictObject({
  ...commonTexts,
  review: text,
  stop: text,
  stopping: text,
  continue: text,
  passRefused: text,
  rest: text,
  copyJson: text,
  copyShell: text,
  exactRequests: text,
  /** Heading of what a review shows of every order. */
  shared: text,
  /** Contains `{productNo}`. */
  orderedLabel: text,
  all: text,
  columns: z.strictObject({
    name: text,
    productNo: text,
    order: text,
    quantity: text,
    price: text,
    status: text,
  }),
  /** Below `lost`: what is certain about what was sent. */
  lostHint: text,
});
export type BulkTexts = z.infer<typeof bulkTexts>;
