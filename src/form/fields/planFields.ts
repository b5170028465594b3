import { operationTraits } from '../../rules/table';
import { l10n } from 'vscode';
import type { Field } from '../contract';
import {
  type FormInput,
  chosenService,
  comingPlan,
  currentPlan,
  needsPlan,
  planChoices,
  planSwitchNames,
  serviceChoices,
  formRule,
  suggestedPlanId,
} from '../facts';
import { answerOf } from '../formAnswers';
import { nameOrId } from '../../text/plainText';
import { planSwitchText, billingCycleText } from '../texts';
import { yearsText } from '../../text/dateTexts';
import type { Id } from '../../portal/values';
import type { BillingCycle } from '../../rules/operationRule';
import { fieldOf, serialNumberFirst, statusOf } from './field';
import { billingCyclesOf, firstLine, multiCyclesOf } from '../../orders/order';
import { valueOf } from '../../orders/formValues';
import { remarkText } from '../../orders/assumptions';

/** Field for the plan that the order is for, or that its services belong to. */
export function planFields(facts: FormInput): Field[] {
  if (!needsPlan(facts)) {
    return [];
  }
  const { catalogue } = facts.lookedUp;
  const current = currentPlan(facts);
  const coming = comingPlan(facts);
  const noteOf = (planId: string) => {
    if (planId === current?.planId) {
      return l10n.t('Current plan.');
    }
    return planId === coming?.planId ? l10n.t('Next plan: a switch to it is under way.') : '';
  };
  return [
    fieldOf(facts, 'connectionPlanId', {
      control: 'select',
      label: facts.target.operation === 'switchPlan' ? l10n.t('New plan') : l10n.t('Plan'),
      hint:
        serialNumberFirst(catalogue) ||
        [planSwitchText(planSwitchNames(facts)), planHint(facts)].filter((part) => part !== '').join(' '),
      suggested: suggestedPlanId(facts),
      choices: planChoices(facts).map(({ planId, name }) => ({
        value: planId,
        label: nameOrId(name, planId),
        note: noteOf(planId),
      })),
      ...statusOf(facts, catalogue),
    }),
  ];
}

/** Field for the service of an order that takes one service. */
export function serviceFields(facts: FormInput): Field[] {
  if (formRule(facts)?.services?.choice !== 'one') {
    return [];
  }
  const { catalogue } = facts.lookedUp;
  const detail = answerOf(facts.lookedUp.detail);
  const noteOf = (serviceId: Id) => {
    if (detail?.subscribed?.has(serviceId) === true) {
      return l10n.t('This PBX is already subscribed to it.');
    }
    return detail?.unclear?.has(serviceId) === true
      ? l10n.t('It is unknown whether this PBX is subscribed to it.')
      : '';
  };
  const choices = serviceChoices(facts);
  return [
    fieldOf(facts, 'serviceId', {
      control: 'select',
      label: l10n.t('Service'),
      hint:
        serialNumberFirst(catalogue) ||
        (catalogue.status === 'ready' && choices.length === 0
          ? l10n.t('The portal lists no service for this.')
          : ''),
      suggested: chosenService(facts)?.serviceId ?? '',
      choices: choices.map(({ serviceId, name }) => ({
        value: serviceId,
        label: nameOrId(name, serviceId),
        note: noteOf(serviceId),
      })),
      ...statusOf(facts, catalogue),
    }),
  ];
}

function planHint(facts: FormInput): string {
  const { detail, catalogue } = facts.lookedUp;
  const current = currentPlan(facts);
  const isAnswered = detail.status === 'ready' && catalogue.status === 'ready';
  switch (operationTraits[facts.target.operation].planHint) {
    case 'currentIfUnknown':
      if (facts.target.productNo === '') {
        return l10n.t('Choose the current plan. This order has no serial number to look it up by.');
      }
      return isAnswered && !current
        ? l10n.t('The portal does not report the current plan of this PBX. Choose it.')
        : '';
    case 'current':
      return current ? l10n.t('The current plan is {0}.', nameOrId(current.name, current.planId)) : '';
    case 'none':
      return '';
  }
}

/** Returns the only cycle, otherwise the current one of the PBX, otherwise that of the last order; empty if none applies. */
function suggestedCycle({ lookedUp, remembered }: FormInput, cycles: readonly BillingCycle[]): string {
  const current = answerOf(lookedUp.detail)?.billingCycle?.toLowerCase();
  const likely = cycles.length === 1 ? cycles : [current, remembered?.billingCycle];
  return (
    likely.map((cycle) => cycles.find((one) => one === cycle)).find((cycle) => cycle !== undefined) ?? ''
  );
}

/** Fields for the billing cycle and the number of years. */
export function cycleFields(facts: FormInput): Field[] {
  const shape = formRule(facts);
  const line = shape && firstLine(shape);
  if (!line) {
    return [];
  }
  const cycles = billingCyclesOf(line);
  const suggested = suggestedCycle(facts, cycles);
  const chosen = valueOf(facts.values, 'billingCycle') || suggested;
  const years = multiCyclesOf(
    line,
    cycles.find((cycle) => cycle === chosen),
  );
  const fields: Field[] = [];
  if (cycles.length > 0) {
    fields.push(
      fieldOf(facts, 'billingCycle', {
        control: 'radio',
        label: l10n.t('Billing cycle'),
        suggested,
        hint: shape.remarks
          .filter((remark) => remark === 'cycleStays' || remark === 'cycleStaysOnUpgrade')
          .map(remarkText)
          .join(' '),
        choices: cycles.map((value) => ({ value, label: billingCycleText(value), note: '' })),
      }),
    );
  }
  if (years.length > 1) {
    fields.push(
      fieldOf(facts, 'multiCycle', {
        control: 'select',
        label: l10n.t('Years'),
        choices: years.map((count) => ({ value: String(count), label: yearsText(count), note: '' })),
      }),
    );
  }
  return fields;
}
