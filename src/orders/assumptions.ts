import { firstOfEach } from '../portal/findRecords';
import type { Cell, LineRule, OperationRule, Remark } from '../rules/operationRule';
import type { Order } from './order';
import * as l10n from '@vscode/l10n';

/** A parameter whose value no tutorial documents for this kind of order, with the value that is sent. */
export interface Assumption {
  readonly parameter: string;
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
      const cell: Cell<unknown> | undefined = lineRule?.[parameter];
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
  return firstOfEach(assumptions, keyOf);
}

const lineParameters = [
  'purchaseType',
  'billingModel',
  'billingCycle',
  'multiCycle',
  'quantity',
] as const satisfies readonly (keyof LineRule)[];

/** Returns the text of a remark about what the API guide says of an order. */
export function remarkText(remark: Remark): string {
  switch (remark) {
    case 'productIdDiffers':
      return l10n.t(
        'The API guide gives the product id 21 on most pages and 20 on one; the request has the one that the portal lists.',
      );
    case 'renewalOperationTypeDiffers':
      return l10n.t(
        'The API guide prints operationType trial_service for this renewal, with purchaseType renew; the request has renew_service, which fits the rest.',
      );
    case 'renewedTogether':
      return l10n.t('Plan and services are renewed together, for the current number of extensions.');
    case 'cycleStaysOnUpgrade':
      return l10n.t('With a switch to a higher plan the billing cycle stays as it is.');
    case 'cycleStays':
      return l10n.t('A renewal keeps the billing cycle that there is.');
    case 'downgradeAfterExpiry':
      return l10n.t('A higher plan counts at once, a lower one after the current one has ended.');
    case 'takesEffectAtOnce':
      return l10n.t('It takes effect at once.');
    case 'onlineActivation':
      return l10n.t('The licence is activated online: the PBX needs the Internet.');
    case 'ultimatePlanOnly':
      return l10n.t('Disaster Recovery needs the Ultimate Plan.');
    case 'firmwareNeeded':
      return l10n.t(
        'Linkus Cloud Service Pro on S-Series needs firmware 30.15.0.100, 65.16.0.8 or 78.16.0.8, or later.',
      );
    case 'noSerialNumber':
      return l10n.t(
        'This order names no serial number: the API guide lists none for it, so the portal decides what it is for.',
      );
    case 'flatRate':
      return l10n.t('It has a flat rate: no quantity is ordered.');
    case 'serviceUndecided':
      return l10n.t(
        'Neither the id nor the name of this service is one that the API guide describes, so it is ordered as other services are. Check that the quantity means what you expect.',
      );
    case 'contactDiffers':
      return l10n.t(
        'The API guide requires a billing contact in its reference and leaves it out in its tutorials for trials; it is sent if you choose one.',
      );
    case 'switchOnTrial':
      return l10n.t(
        'If this PBX is on a trial: the API guide names operationType switchTrial_plan for that and does not describe it. This order has switch_plan; whether the portal accepts it for a trial, and from when it would charge, is unknown.',
      );
  }
}
