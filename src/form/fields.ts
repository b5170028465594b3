import { l10n } from 'vscode';
import type { Field } from './contract';
import { type FormInput, formRule } from './facts';
import { cycleFields, planFields, serviceFields } from './fields/planFields';
import { answerOf } from './formAnswers';
import { endDateText } from '../text/dateTexts';
import { fieldOf } from './fields/field';
import { newPbxFields, contactFields, partnerFields } from './fields/peopleFields';
import { quantityFields, tickableFields } from './fields/quantityFields';

/** Returns the form's fields in display order, according to the rule of the order. */
export function fieldsOf(facts: FormInput): Field[] {
  return [
    ...serialNumberFields(facts),
    ...partnerFields(facts),
    ...planFields(facts),
    ...serviceFields(facts),
    ...quantityFields(facts),
    ...tickableFields(facts),
    ...newPbxFields(facts),
    ...cycleFields(facts),
    ...contactFields(facts),
    fieldOf(facts, 'poNumber', {
      label: l10n.t('PO number'),
      hint: l10n.t('Helps to find this order if the connection drops.'),
      optional: true,
    }),
  ];
}

function serialNumberFields(facts: FormInput): Field[] {
  const label = l10n.t('Serial number');
  const { productNo } = facts.target;
  if (productNo !== '') {
    return [
      fieldOf(facts, 'productNo', {
        control: 'readonly',
        label,
        suggested: productNo,
        hint: endDateHint(facts),
      }),
    ];
  }
  return formRule(facts)?.topLevel.productNo === 'entered'
    ? [
        fieldOf(facts, 'productNo', {
          label,
          hint: l10n.t('As shown on the web page of the PBX. The plans offered depend on it.'),
        }),
      ]
    : [];
}

/** The end date of a PBX shows whether it is due, and whether it has already been renewed. */
function endDateHint({ target, lookedUp }: FormInput): string {
  const { expiry } = answerOf(lookedUp.detail) ?? {};
  if (target.operation !== 'renew' || lookedUp.detail.status !== 'ready') {
    return '';
  }
  return expiry === undefined
    ? l10n.t('The portal does not report the end date of this PBX.')
    : l10n.t('Its subscription ends on {0}.', endDateText(expiry));
}
