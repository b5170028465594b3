import { uniqueBy } from '../portal/findRecords';
import type { RuleValue, LineRule, OperationRule, Remark } from '../rules/operationRule';
import type { Order } from './order';
import * as l10n from '@vscode/l10n';

const lineParameters = [
  'purchaseType',
  'billingModel',
  'billingCycle',
  'multiCycle',
  'quantity',
] as const satisfies readonly (keyof LineRule)[];

/** A parameter whose value no tutorial documents for this kind of order, with the value that is sent. */
export interface Assumption {
  readonly parameter: 'operationType' | (typeof lineParameters)[number];
  /** Undefined if the parameter is omitted; empty if only its presence is assumed, not its value. */
  readonly value: string | undefined;
}

/** Returns the parameters that the API guide does not document for this order, taken from a similar one; each once. */
export function assumptionsOf(rule: OperationRule, order: Order): Assumption[] {
  const assumptions: Assumption[] = rule.operationType.documented
    ? []
    : [{ parameter: 'operationType', value: order.operationType }];
  for (const line of order.serviceList) {
    const lineRule = line.serviceType === 'plan' ? rule.plan : rule.services?.line;
    for (const parameter of lineParameters) {
      const cell: RuleValue<unknown> | undefined = lineRule?.[parameter];
      if (cell?.documented === false) {
        const value = line[parameter];
        // The user chooses the quantity; the assumption is only that the order takes one.
        const assumed = parameter === 'quantity' ? '' : String(value);
        assumptions.push({ parameter, value: value === undefined ? undefined : assumed });
      }
    }
  }
  // An omitted parameter is not the same as one with any value.
  const keyOf = ({ parameter, value }: Assumption) => JSON.stringify([parameter, value ?? null]);
  return uniqueBy(assumptions, keyOf);
}

/** Remarks about contradictions and gaps of the API guide, as opposed to what an order does. */
const assumptionRemarks: ReadonlySet<Remark> = new Set<Remark>([
  'productIdDiffers',
  'renewalOperationTypeDiffers',
  'contactDiffers',
]);

/** Whether a remark is about what the API guide leaves open, and about nothing that the user can check or change. */
export function isAssumption(remark: Remark): boolean {
  return assumptionRemarks.has(remark);
}

/** Returns an assumption in words, with the parameter in brackets. */
export function assumptionText({ parameter, value }: Assumption): string {
  const inBrackets = value === undefined || value === '' ? parameter : `${parameter} ${value}`;
  const isSent = value !== undefined;
  switch (parameter) {
    case 'operationType':
      return l10n.t('The type of operation is taken from a similar order ({0}).', inBrackets);
    case 'purchaseType':
      return l10n.t('The type of purchase is taken from a similar order ({0}).', inBrackets);
    case 'billingModel':
      return isSent
        ? l10n.t('It is billed again in each period ({0}).', inBrackets)
        : l10n.t('No billing model is sent ({0}).', inBrackets);
    case 'billingCycle':
      return isSent
        ? l10n.t('It can be billed in this cycle ({0}).', inBrackets)
        : l10n.t('No billing cycle is sent ({0}).', inBrackets);
    case 'multiCycle':
      return value === '0'
        ? l10n.t('It is ordered for one period ({0}).', inBrackets)
        : l10n.t('It is ordered for this number of periods ({0}).', inBrackets);
    case 'quantity':
      return isSent
        ? l10n.t('It takes a quantity ({0}).', inBrackets)
        : l10n.t('No quantity is sent ({0}).', inBrackets);
  }
}

/** Returns the text of a remark about what the API guide says of an order. */
export function remarkText(remark: Remark): string {
  switch (remark) {
    case 'productIdDiffers':
      return l10n.t(
        'Most pages of the API guide give product ID 21, one gives 20. The request uses the one that the portal lists.',
      );
    case 'renewalOperationTypeDiffers':
      return l10n.t(
        'The API guide gives operationType trial_service with purchaseType renew for this renewal. The request uses renew_service, which matches the rest.',
      );
    case 'renewedTogether':
      return l10n.t('Plan and services are renewed together, for the current number of extensions.');
    case 'cycleStaysOnUpgrade':
      return l10n.t('Switching to a higher plan keeps the billing cycle.');
    case 'cycleStays':
      return l10n.t('A renewal keeps the current billing cycle.');
    case 'downgradeAfterExpiry':
      return l10n.t('A higher plan starts at once, a lower one when the current plan ends.');
    case 'takesEffectAtOnce':
      return l10n.t('It takes effect immediately.');
    case 'onlineActivation':
      return l10n.t('The licence is activated online: the PBX needs Internet access.');
    case 'ultimatePlanOnly':
      return l10n.t('Disaster Recovery needs the Ultimate Plan.');
    case 'firmwareNeeded':
      return l10n.t(
        'Linkus Cloud Service Pro on S-Series needs firmware 30.15.0.100, 65.16.0.8 or 78.16.0.8, or later.',
      );
    case 'noSerialNumber':
      return l10n.t(
        'This order contains no serial number because the API guide lists none for it. The portal decides which PBX it is for.',
      );
    case 'flatRate':
      return l10n.t('Flat rate: no quantity is sent.');
    case 'serviceUndecided':
      return l10n.t(
        'The API guide describes no service with this ID or name, so it is ordered like other services. Check that the quantity means what you expect.',
      );
    case 'contactDiffers':
      return l10n.t(
        'The reference in the API guide requires a billing contact, but its tutorials for trials leave it out. It is sent only if you choose one.',
      );
    case 'switchOnTrial':
      return l10n.t(
        'If this PBX is on a trial: the API guide names operationType switchTrial_plan but does not describe it. This order uses switch_plan. Whether the portal accepts it for a trial, and when it starts to charge, is unknown.',
      );
  }
}
