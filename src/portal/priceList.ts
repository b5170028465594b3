import { planOf } from './catalogue';
import { type Json, type JsonObject, isObject } from './exactJson';
import { fieldCandidates, readCandidate, findRecords, uniqueBy } from './findRecords';
import { type Price, currencyOf, isTransparentContainer, isAmount } from './price';
import { type Id, id, readAs, textOrNumber } from './values';

/** Values of `billingCycle` for which prices can be requested (API guide, my_price_info). */
export const priceCycles = ['annually', 'monthly', 'once'] as const;
export type PriceCycle = (typeof priceCycles)[number];

export interface PriceQuery {
  readonly productId: number;
  readonly billingCycle: PriceCycle;
  readonly offeringId: string;
  /** The subordinate user whose prices are requested; absent for the partner's own. */
  readonly partnerId?: string;
}

/** A plan or service of a price list. */
export interface PricedItem {
  readonly kind: 'plan' | 'service';
  readonly id: Id;
  /** Undefined when not provided; the id is shown then. */
  readonly name: string | undefined;
  /** The plan that a service is tied to; undefined for plans and for services that are not tied to a plan. */
  readonly planId: Id | undefined;
  /** The price; empty if the record has no readable one, several entries if it has different ones. */
  readonly prices: readonly Price[];
}

/** What a product costs for one billing cycle. */
export interface PriceList {
  /** Each plan with the services tied to it, then the other services. */
  readonly items: readonly PricedItem[];
  readonly raw: Json;
}

/**
 * Reads `my_price_info`. A record with `serviceId` is a service, any other record with `planId` is a plan, whatever
 * container holds it. How prices appear in them is undocumented.
 */
export function readPriceList(result: Json): PriceList {
  const plans = findRecords(result, 'planId')
    .filter(({ record }) => record.serviceId === undefined)
    .flatMap(({ record, within }) => itemOf('plan', record, within));
  const services = findRecords(result, 'serviceId').flatMap(({ record, within }) =>
    itemOf('service', record, within),
  );
  const byPlan = new Map<Id | undefined, { plans: PricedItem[]; services: PricedItem[] }>();
  for (const plan of plans) {
    const group = byPlan.get(plan.id) ?? { plans: [], services: [] };
    group.plans.push(plan);
    byPlan.set(plan.id, group);
  }
  const others: PricedItem[] = [];
  for (const service of services) {
    (byPlan.get(service.planId)?.services ?? others).push(service);
  }
  const groups = [...byPlan.values()];
  const items = [...groups.flatMap((group) => [...group.plans, ...group.services]), ...others];
  return { items: uniqueBy(items, (item) => JSON.stringify(item)), raw: result };
}

function itemOf(kind: PricedItem['kind'], record: JsonObject, within: readonly JsonObject[]): PricedItem[] {
  const isPlan = kind === 'plan';
  const own = readAs(id, isPlan ? record.planId : record.serviceId);
  const names = isPlan ? fieldCandidates.planName : fieldCandidates.serviceName;
  return own === undefined
    ? []
    : [
        {
          kind,
          id: own,
          name: readCandidate(record, names, textOrNumber),
          planId: isPlan ? undefined : planOf(record, within),
          prices: pricesOf(record, within),
        },
      ];
}

/**
 * Returns the distinct prices of an item, from the outermost of its own records that has any. Lists and records such as
 * `discount` are skipped: they hold prices of something else, for example of quantity tiers.
 */
function pricesOf(item: JsonObject, around: readonly JsonObject[]): Price[] {
  let level = [{ record: item, within: around }];
  while (level.length > 0) {
    const prices = level.flatMap(({ record, within }) => {
      const currency = currencyOf([record, ...within]);
      return fieldCandidates.listPrice.flatMap((name): Price[] => {
        const amount = readAs(textOrNumber, record[name]);
        return amount !== undefined && isAmount(amount) ? [{ amount, currency }] : [];
      });
    });
    if (prices.length > 0) {
      return uniqueBy(prices, ({ amount, currency }) => `${amount} ${currency ?? ''}`);
    }
    level = level.flatMap(({ record, within }) =>
      Object.entries(record)
        .flatMap(([name, value]) => (isObject(value) && isTransparentContainer(name) ? [value] : []))
        .filter(({ planId, serviceId }) => planId === undefined && serviceId === undefined)
        .map((inner) => ({ record: inner, within: [record, ...within] })),
    );
  }
  return [];
}
