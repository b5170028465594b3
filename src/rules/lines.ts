import {
  type Cell,
  type LineRule,
  type QuantityRule,
  type TopLevelRule,
  assumed,
  documented,
} from './operationRule';

/** Years that can be chosen where a tutorial takes 1 to 5 of them. */
export const oneToFiveYears = [1, 2, 3, 4, 5] as const;

/** What the expansion of a PBX by extensions may be called. */
export const extensionNames =
  /^(extensions?( expansion| capacity| quantity)?|(additional|extra|more) extensions?|expan(d|sion of) extensions?)$/i;

export const noQuantity = documented('absent');

/** An item of a trial: the tutorials list nothing but the type and no further cycle. */
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

/** An order for an instance of the portal's list, with an invoice. */
export const forInstance: TopLevelRule = {
  productNo: 'listed',
  billingId: 'required',
  partnerId: 'absent',
  assignId: 'absent',
  orderPceSpecialRequest: 'absent',
};

/** An order that names no instance, for oneself or a subordinate user, with an invoice. */
export const forProduct: TopLevelRule = {
  productNo: 'absent',
  billingId: 'required',
  partnerId: 'optional',
  assignId: 'absent',
  orderPceSpecialRequest: 'absent',
};

/**
 * A trial, for oneself or a subordinate user. The reference requires a billing contact of every order, the tutorials of
 * trials leave it out (API guide, create an order).
 */
export const forTrial: TopLevelRule = { ...forProduct, billingId: 'optional' };
