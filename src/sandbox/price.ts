import { billingCycles } from '../rules/operationRule';
import { readBody } from './body';
import type { Plan, Service } from './catalogue/product';
import { amountText, listPrice } from './catalogueReplies';
import { known, oneOf, required, requiredProduct, type Call } from './endpoint';
import type { Instance } from './instance';
import { checkConnectionPlan, purchaseTypeOf } from './lineRules';
import { priceFields, priceItemFields } from './orderFields';
import { readLine, type Line } from './orderLine';
import { instanceNamed, rulesAsked, rulesForSubject } from './orderRules';
import type { SubordinateUser } from './people';
import type { PortalData } from './portalData';
import { refusedParameter, type Json } from './reply';

/**
 * API guide: Calculate price. Items are held to the same rows of the table as an order's, with the ids of prices in
 * place of those of plans and services; what the PBX has already is the order's matter.
 */
export function calculate(data: PortalData, text: string): Json {
  const { fields, items } = readBody(text, priceFields, priceItemFields);
  const { product, rules } = rulesAsked(fields, data.products);
  // Which PBX it is for may be left out here.
  const taken = fields.get('productNo') === undefined ? rules : rulesForSubject(fields, rules);
  const instance = instanceNamed(fields, product, taken, data.estate);
  const partnerView = fields.get('partnerView');
  const user =
    partnerView === undefined
      ? undefined
      : fields.known('partnerView', data.people.withYeastarId(partnerView));
  const lines = items.map((item) => readLine(item, 'pricingId', product, taken));
  const planLine = lines.find((line) => line.serviceType === 'plan');
  lines.forEach((line) =>
    checkConnectionPlan(line, {
      product,
      name: instance?.productNo ?? '',
      current: instance,
      isInstance: instance !== undefined,
      planLine,
    }),
  );
  const serviceList = lines.map((line) => ({
    pricingId: pricedBy(line).pricingId,
    ...(line.quantity !== undefined && { quantity: line.quantity }),
  }));
  const cents = lines.reduce((sum, line) => sum + centsFor(line, instance), 0);
  return { amount: amountText(shownTo(user, cents)), currency: 'USD', serviceList };
}

/** API guide: Query my prices. Lists what is sold by the cycle. */
export function listPrices(data: PortalData, call: Call): Json {
  const product = requiredProduct(call, data.products);
  required(call, 'billingCycle');
  const cycle = known('billingCycle', oneOf(call, 'billingCycle', billingCycles));
  if (required(call, 'offeringId') !== product.offeringId) {
    throw refusedParameter('offeringId', 'unknown', 'unknown');
  }
  const partnerId = call.parameters.get('partnerId');
  const user = partnerId === undefined ? undefined : known('partnerId', data.people.find(partnerId));
  const listed = (items: readonly (Plan | Service)[]) =>
    items.flatMap((item) => {
      const cents = item.cents[cycle];
      return cents === undefined ? [] : [listPrice(item, shownTo(user, cents))];
    });
  return {
    offeringId: product.offeringId,
    planList: listed(product.plans),
    serviceList: listed(product.services),
  };
}

function pricedBy(line: Line): Plan | Service {
  return line.serviceType === 'plan' ? line.plan : line.service;
}

/** Units times cycles. A plan that is switched to counts for every extension that there is; a trial is free. */
function centsFor(line: Line, instance: Instance | undefined): number {
  const { quantity, billingCycle, multiCycle } = line;
  if (billingCycle === undefined || purchaseTypeOf(line) === 'trial') {
    return 0;
  }
  const { cents } = pricedBy(line);
  const isForExtensions = line.serviceType === 'plan' && line.plan.extensions !== undefined;
  const units = quantity ?? (isForExtensions ? instance?.extensions : undefined) ?? 1;
  return (cents[billingCycle] ?? 0) * units * Math.max(1, multiCycle);
}

/** A subordinate user pays 10 per cent more than the partner. */
function shownTo(user: SubordinateUser | undefined, cents: number): number {
  return user === undefined ? cents : Math.round((cents * 11) / 10);
}
