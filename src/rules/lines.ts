import {
  type Cell,
  type LineRule,
  type QuantityRule,
  type TopLevelRule,
  assumed,
  documented,
} from './operationRule';

/** The years that can be chosen when a tutorial allows 1 to 5 of them. */
export const oneToFiveYears = [1, 2, 3, 4, 5] as const;

/** Possible names of the service that adds extensions to a PBX. */
export const extensionNames =
  /^(extensions?( expansion| capacity| quantity)?|(additional|extra|more) extensions?|expan(d|sion of) extensions?)$/i;

export const noQuantity = documented('absent');

/** An item of a trial: the tutorials list only the purchase type and a `multiCycle` of 0. */
export const trialLine: LineRule = {
  purchaseType: documented('trial'),
  billingModel: documented('absent'),
  billingCycle: documented('absent'),
  multiCycle: documented([0]),
  quantity: noQuantity,
};

export function quantity(rule: QuantityRule): Cell<QuantityRule> {
  return documented(rule);
}

export function assumedQuantity(rule: QuantityRule): Cell<QuantityRule> {
  return assumed(rule);
}

/** An order for an instance in the portal's list, with an invoice. */
export const forInstance: TopLevelRule = {
  productNo: 'listed',
  billingId: 'required',
  partnerId: 'absent',
  assignId: 'absent',
  orderPceSpecialRequest: 'absent',
};

/** An order that names no instance, for the partner or a subordinate user, with an invoice. */
export const forProduct: TopLevelRule = {
  productNo: 'absent',
  billingId: 'required',
  partnerId: 'optional',
  assignId: 'absent',
  orderPceSpecialRequest: 'absent',
};

/**
 * A trial, for the partner or a subordinate user. The reference requires a billing contact for every order, but the
 * trial tutorials leave it out (API guide, create an order).
 */
export const forTrial: TopLevelRule = { ...forProduct, billingId: 'optional' };
