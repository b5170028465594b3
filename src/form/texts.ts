import { l10n, env } from 'vscode';
import type { BillingCycle } from '../rules/operationRule';
import { plainText } from '../text/plainText';
import type { FormDraft, FormTexts, Field } from './contract';
import type { PlanSwitchNames } from './facts';
import { checkOf, isChoice, problemText } from './checks';
import { type FormValues, validate } from '../orders/formValues';

/** The webview's own texts in the user's language. @param form What the form is for. */
export function formTexts(form: FormDraft['form'] = 'order'): FormTexts {
  return {
    placeOrder: l10n.t('Place Order'),
    placing: l10n.t('Placing the order…'),
    back: l10n.t('Back'),
    tryAgain: l10n.t('Try Again'),
    signIn: l10n.t('Sign In'),
    showOutput: l10n.t('Show Output'),
    editOrder: l10n.t('Edit Order'),
    copyJson: l10n.t('Copy JSON'),
    copyCurl: l10n.t('Copy as cURL'),
    copied: l10n.t('Copied'),
    exactRequest: l10n.t('Exact request'),
    review: l10n.t('Review'),
    loading: l10n.t('Loading…'),
    choose: l10n.t('Choose…'),
    optional: l10n.t('optional'),
    noReply: l10n.t('The extension did not answer. Close this tab and open it again.'),
    lost: l10n.t('This page has lost its connection to the extension, which may have stopped or restarted.'),
    loss: {
      notSent: l10n.t('Nothing was sent. Reopen the form to continue with what you have entered.'),
      maybeSent: maybeSentText(form),
      outdated: l10n.t('What this page shows may be out of date.'),
    },
    reopen: l10n.t('Reopen Form'),
    reloadWindow: l10n.t('Reload Window'),
    blocked: l10n.t('Possible duplicate'),
    checkAgain: l10n.t('Check Again'),
    cancel: l10n.t('Cancel'),
    showDetails: l10n.t('Show Details'),
    placeAnyway: l10n.t('Place Anyway…'),
    showLock: l10n.t('Show Lock File'),
    changed: l10n.t('This has changed since the order was shown. Check it, then press Place Order.'),
    problems: {
      missing: l10n.t('Enter a value.'),
      missingChoice: l10n.t('Choose one.'),
      notOffered: l10n.t('The portal does not offer this any more: choose another.'),
      notAWholeNumber: l10n.t('Enter a whole number from 1 on, in digits alone.'),
      belowLimit: l10n.t('At least {limit}.'),
      aboveLimit: l10n.t('At most {limit}.'),
      controlCharacters: l10n.t('It has a character that cannot be seen, or two blanks in a row: remove it.'),
      summary: l10n.t('Fields that need your attention: {count}'),
    },
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

export function yearsText(years: number): string {
  return years === 1 ? l10n.t('1 year') : l10n.t('{0} years', years);
}

/** A sentence on a switch of plan that is under way; empty when none is. */
export function planSwitchText(names: PlanSwitchNames | undefined): string {
  if (!names) {
    return '';
  }
  const unknown = l10n.t('unknown');
  return l10n.t(
    'A switch of plan is under way. Running plan: {0}, until: {1}, coming plan: {2}.',
    plainText(names.running ?? '') || unknown,
    plainText(names.until ?? '') || unknown,
    plainText(names.coming ?? '') || unknown,
  );
}

/** What is wrong with the values, in words, by the name of the field; empty when nothing is. */
export function fieldProblems(
  fields: readonly Field[],
  values: FormValues,
): Readonly<Record<string, string>> {
  const problems = validate(values, fields.map(checkOf));
  const { problems: texts } = formTexts();
  const numberText = (value: number) => new Intl.NumberFormat(env.language).format(value);
  return Object.fromEntries(
    fields.flatMap((field) => {
      const problem = problems[field.name];
      return problem ? [[field.name, problemText(problem, isChoice(field), texts, numberText)]] : [];
    }),
  );
}

/** The problems that are still about the values that stand in their fields. */
export function withoutOutdated(
  problems: Readonly<Record<string, string>>,
  before: FormValues,
  values: FormValues,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(problems).filter(([name]) => before[name] === values[name]));
}

/** The values, with what the portal tells now in place of what it told before, wherever that was taken over. */
export function withSuggestions(
  values: FormValues,
  before: readonly Field[],
  now: readonly Field[],
): FormValues {
  const told = new Map(before.map(({ name, suggested }) => [name, suggested]));
  const taken = now.filter(({ name, suggested }) => {
    const earlier = told.get(name) ?? '';
    return earlier !== '' && suggested !== '' && suggested !== earlier && values[name] === earlier;
  });
  return { ...values, ...Object.fromEntries(taken.map(({ name, suggested }) => [name, suggested])) };
}

/** Whether each value was given or is suggested, so that none of them is the user's. */
export function holdsOnly(fields: readonly Field[], values: FormValues, given: FormValues): boolean {
  const suggested = new Map(fields.map((field) => [field.name, field.suggested]));
  return Object.entries(values).every(
    ([name, value]) => value === given[name] || value === (suggested.get(name) ?? ''),
  );
}
