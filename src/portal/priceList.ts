import { planOf } from './catalogue';
import { type Json, type JsonObject, isObject } from './exactJson';
import { fieldCandidates, readCandidate, findRecords, firstOfEach } from './findRecords';
import { type Price, holdsTheSame, isAmount } from './price';
import { type Id, id, readAs, textual } from './values';

/** Values of `billingCycle` that prices are asked for (API guide, my_price_info). */
export const priceCycles = ['annually', 'monthly', 'once'] as const;
export type PriceCycle = (typeof priceCycles)[number];

export interface PriceQuery {
  readonly productId: number;
  readonly billingCycle: PriceCycle;
  readonly offeringId: string;
  /** The subordinate user whose prices are asked for; absent for one's own. */
  readonly partnerId?: string;
}

/** A plan or service of a price list. */
export interface PricedItem {
  readonly kind: 'plan' | 'service';
  readonly id: Id;
  /** Undefined when the portal gives none; show the id then. */
  readonly name: string | undefined;
  /** The plan that a service is tied to; undefined for plans, and for services that are tied to none. */
  readonly planId: Id | undefined;
  /** One price; none when the record holds none that can be read, several when it holds different ones. */
  readonly prices: readonly Price[];
}

/** What a product costs for one billing cycle. */
export interface PriceList {
  /** Each plan with the services tied to it, then the other services. */
  readonly items: readonly PricedItem[];
  readonly raw: Json;
}

/**
 * Reads `my_price_info`: a record with `serviceId` is a service, any other record with `planId` is a plan, in whatever
 * container they stand. How they tell their prices, no guide documents.
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
  return { items: firstOfEach(items, (item) => JSON.stringify(item)), raw: result };
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
          name: readCandidate(record, names, textual),
          planId: isPlan ? undefined : planOf(record, within),
          prices: pricesOf(record, within),
        },
      ];
}

/**
 * The different prices in the outermost of the records that belong to an item alone. A list in it holds prices for
 * something else, say for steps of quantity, and so does a record such as `discount`; neither is looked into.
 */
function pricesOf(item: JsonObject, around: readonly JsonObject[]): Price[] {
  let level = [{ record: item, within: around }];
  while (level.length > 0) {
    const prices = level.flatMap(({ record, within }) => {
      const currency = currencyOf([record, ...within]);
      return fieldCandidates.listPrice.flatMap((name): Price[] => {
        const amount = readAs(textual, record[name]);
        return amount !== undefined && isAmount(amount) ? [{ amount, currency }] : [];
      });
    });
    if (prices.length > 0) {
      return firstOfEach(prices, ({ amount, currency }) => `${amount} ${currency ?? ''}`);
    }
    level = level.flatMap(({ record, within }) =>
      Object.entries(record)
        .flatMap(([name, value]) => (isObject(value) && holdsTheSame(name) ? [value] : []))
        .filter(({ planId, serviceId }) => planId === undefined && serviceId === undefined)
        .map((inner) => ({ record: inner, within: [record, ...within] })),
    );
  }
  return [];
}

/** As the record of the price tells it, or the nearest one around it. */
function currencyOf(records: readonly JsonObject[]): string | undefined {
  return records
    .map((record) => readCandidate(record, fieldCandidates.currency, textual))
    .find((currency) => currency !== undefined);
}
