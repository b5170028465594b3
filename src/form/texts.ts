import { l10n, env } from 'vscode';
import type { BillingCycle } from '../rules/operationRule';
import { plainText } from '../text/plainText';
import type { FormDraft, Field } from './contract';
import type { BulkTexts, CommonTexts, FormTexts } from './pageTexts';
import { type PlanSwitchNames, type FormTarget, subjectOf } from './facts';
import { checkOf, isChoice, problemText } from './checks';
import { type FormValues, validate } from '../orders/formValues';
import { operationsFor } from '../rules/table';
import { operationTexts } from '../text/orderTexts';

/** Returns the texts that every page with fields has, in the user's language. */
function commonTexts(): CommonTexts {
  return {
    back: l10n.t('Back'),
    tryAgain: l10n.t('Try Again'),
    cancel: l10n.t('Cancel'),
    signIn: l10n.t('Sign In'),
    showOutput: l10n.t('Show Output'),
    copied: l10n.t('Copied'),
    choose: l10n.t('Choose…'),
    optional: l10n.t('optional'),
    noReply: l10n.t('The extension did not respond. Close this tab, then open it again.'),
    lost: l10n.t('This page has lost its connection to the extension, which may have stopped or restarted.'),
    reloadWindow: l10n.t('Reload Window'),
  };
}

/**
 * Returns the texts of a form's page.
 *
 * @param form What the form is for.
 */
export function formTexts(form: FormDraft['form'] = 'order'): FormTexts {
  return {
    ...commonTexts(),
    placeOrder: l10n.t('Place Order'),
    placing: l10n.t('Placing the order…'),
    copyToNewForm: l10n.t('Copy to New Form'),
    editOrder: l10n.t('Edit Order'),
    copyJson: l10n.t('Copy JSON'),
    copyCurl: l10n.t('Copy as cURL'),
    copy: l10n.t('Copy'),
    copyHint: l10n.t('Copies this outcome and what was ordered as text'),
    showPbx: l10n.t('Show PBX'),
    orderAnother: l10n.t('Order Another'),
    close: l10n.t('Close'),
    price: l10n.t('Price'),
    priceColumns: { what: l10n.t('Plan or service'), quantity: l10n.t('Quantity'), amount: l10n.t('Amount') },
    exactRequest: l10n.t('Exact request'),
    review: l10n.t('Review'),
    loading: l10n.t('Loading…'),
    loss: {
      notSent: l10n.t('Nothing was sent. Reopen the form to continue with what you have entered.'),
      maybeSent: maybeSentText(form),
      outdated: l10n.t('What this page shows may be out of date.'),
    },
    reopen: l10n.t('Reopen Form'),
    blocked: l10n.t('Not sent: possible duplicate'),
    checkAgain: l10n.t('Check Again'),
    showDetails: l10n.t('Show Details'),
    placeAnyway: l10n.t('Place Anyway…'),
    showLock: l10n.t('Show Lock File'),
    changed: l10n.t('This has changed since the review. Check it, then press Place Order.'),
    problems: {
      missing: l10n.t('Enter a value.'),
      missingChoice: l10n.t('Choose one.'),
      notOffered: l10n.t('The portal no longer offers this. Choose another.'),
      notAWholeNumber: l10n.t('Enter a whole number, 1 or more.'),
      belowLimit: l10n.t('At least {limit}.'),
      aboveLimit: l10n.t('At most {limit}.'),
      controlCharacters: l10n.t('Remove the invisible character or the double space.'),
      summary: l10n.t('Fields that need your attention: {count}'),
    },
  };
}

/** Returns the texts of a bulk order's page. */
export function bulkTexts(): BulkTexts {
  return {
    ...commonTexts(),
    review: l10n.t('Review Orders'),
    stop: l10n.t('Stop'),
    stopping: l10n.t('Stopping after this order…'),
    continue: l10n.t('Continue'),
    passRefused: l10n.t('Do not pause for refused orders'),
    rest: l10n.t('Review the Rest…'),
    copyJson: l10n.t('Copy All as JSON'),
    copyShell: l10n.t('Copy All as Shell Script'),
    exactRequests: l10n.t('Exact requests'),
    shared: l10n.t('The same for every order'),
    orderedLabel: l10n.t('Order for {0}', '{productNo}'),
    all: l10n.t('All orders'),
    columns: {
      name: l10n.t('PBX'),
      productNo: l10n.t('Serial number'),
      order: l10n.t('Order'),
      quantity: l10n.t('Quantity'),
      price: l10n.t('Price'),
      status: l10n.t('Status'),
    },
    lostHint: maybeSentText('order'),
  };
}

function maybeSentText(form: FormDraft['form']): string {
  switch (form) {
    case 'order':
      return l10n.t(
        'An order may have been sent from here. The Orders view shows its outcome; check there before you order again.',
      );
    case 'user':
      return l10n.t(
        'The new user may have been created. Check the list of users in the portal before you create the user again.',
      );
  }
}

export function billingCycleText(billingCycle: BillingCycle): string {
  switch (billingCycle) {
    case 'annually':
      return l10n.t('Annually');
    case 'monthly':
      return l10n.t('Monthly');
    case 'once':
      return l10n.t('Once');
  }
}

/** Returns a sentence about a plan switch that is under way; empty when there is none. */
export function planSwitchText(names: PlanSwitchNames | undefined): string {
  if (!names) {
    return '';
  }
  const unknown = l10n.t('unknown');
  return l10n.t(
    'A switch of plan is under way. Current plan: {0}, until: {1}, next plan: {2}.',
    plainText(names.running ?? '') || unknown,
    plainText(names.until ?? '') || unknown,
    plainText(names.coming ?? '') || unknown,
  );
}

/**
 * Returns the problems of the values as texts, by field name; empty when there are none.
 *
 * @param isSecretIn Whether a text contains a secret. What was typed into a field must not: it would be sent, recorded
 *   and shown.
 */
export function fieldProblems(
  fields: readonly Field[],
  values: FormValues,
  isSecretIn: (text: string) => boolean,
): Readonly<Record<string, string>> {
  const problems = validate(values, fields.map(checkOf));
  const withSecret = namesWithSecret(fields, values, isSecretIn);
  const { problems: texts } = formTexts();
  const numberText = (value: number) => new Intl.NumberFormat(env.language).format(value);
  return Object.fromEntries(
    fields.flatMap((field) => {
      if (withSecret.includes(field.name)) {
        return [[field.name, l10n.t('This contains your client secret or a token. Remove it.')]];
      }
      const problem = problems[field.name];
      return problem ? [[field.name, problemText(problem, isChoice(field), texts, numberText)]] : [];
    }),
  );
}

/**
 * Returns the names of the values that hold a secret and were typed: those of fields that can be typed into, and those of
 * fields that are gone, such as the quantity of a service that is no longer ticked.
 */
export function namesWithSecret(
  fields: readonly Field[],
  values: FormValues,
  isSecretIn: (text: string) => boolean,
): string[] {
  const chosen = new Set(
    fields.filter(({ control }) => control !== 'text' && control !== 'number').map(({ name }) => name),
  );
  return Object.entries(values).flatMap(([name, value]) =>
    !chosen.has(name) && isSecretIn(value) ? [name] : [],
  );
}

/** Returns the problems of those fields whose values have not changed. */
export function withoutOutdated(
  problems: Readonly<Record<string, string>>,
  before: FormValues,
  values: FormValues,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(problems).filter(([name]) => before[name] === values[name]));
}

/** Returns the values with new suggestions in place of earlier ones, in the fields that still hold the earlier one. */
export function withSuggestions(
  values: FormValues,
  before: readonly Field[],
  now: readonly Field[],
): FormValues {
  const previous = new Map(before.map(({ name, suggested }) => [name, suggested]));
  const updated = now.filter(({ name, suggested }) => {
    const suggestedBefore = previous.get(name) ?? '';
    return (
      suggestedBefore !== '' &&
      suggested !== '' &&
      suggested !== suggestedBefore &&
      values[name] === suggestedBefore
    );
  });
  return { ...values, ...Object.fromEntries(updated.map(({ name, suggested }) => [name, suggested])) };
}

/** Whether every value was given or is suggested, so that the user has entered none of them. */
export function holdsOnly(fields: readonly Field[], values: FormValues, given: FormValues): boolean {
  const suggested = new Map(fields.map((field) => [field.name, field.suggested]));
  return Object.entries(values).every(
    ([name, value]) => value === given[name] || value === (suggested.get(name) ?? ''),
  );
}

/** Returns why a target cannot be ordered for; empty if the API guide describes the operation. */
export function undescribedText(target: FormTarget): string {
  const { productId, productName, operation } = target;
  return operationsFor(productId, subjectOf(target)).includes(operation)
    ? ''
    : l10n.t(
        'The API guide does not describe “{1}” for {0}. Use the Partner Portal itself.',
        plainText(productName),
        operationTexts[operation].title(),
      );
}
