import * as z from 'zod/mini';
import type { Json, JsonObject } from './exactJson';
import { fieldCandidates, readCandidate, findRecords, uniqueBy } from './findRecords';
import { type Id, type PortalText, nonEmptyText, id, readAs, textOrNumber, wholeNumber } from './values';

/** A product that the portal sells (API guide, product_list). */
export interface Product {
  readonly productId: number;
  readonly name: PortalText;
  /** The ids to look up its prices with. Empty when not provided: only one version of the guide has them here. */
  readonly offeringIds: readonly string[];
}

/** A plan of a product (API guide, purchase_product_info). */
export interface Plan {
  readonly planId: Id;
  /** The id to look up its price and limits with; not the same as `planId`. */
  readonly pricingId: Id | undefined;
  /** Undefined when the portal provides none; the id is shown then. */
  readonly name: PortalText | undefined;
  /** `purchase`, `trial` …; undefined when not provided. */
  readonly purchaseType: string | undefined;
  readonly raw: JsonObject;
}

/** A service of a product. */
export interface Service {
  readonly serviceId: Id;
  readonly pricingId: Id | undefined;
  readonly name: PortalText | undefined;
  /** The plan whose record contains the service; undefined when none does. */
  readonly planId: Id | undefined;
  /** `purchase`, `trial` …; undefined when not provided. */
  readonly purchaseType: string | undefined;
  readonly raw: JsonObject;
}

/** What can be bought for a product. An id occurs more than once if it has several pricing ids or purchase types. */
export interface Catalogue {
  /** The id to look up the product's prices with; undefined when not provided. */
  readonly offeringId: string | undefined;
  readonly plans: readonly Plan[];
  readonly services: readonly Service[];
}

/** What plan_info or add_on_info return about a plan or service. */
export interface Terms {
  /** The minimum quantity; undefined when not provided. */
  readonly quantityLeast: number | undefined;
  /** The maximum quantity; undefined when not provided. */
  readonly quantityLimit: number | undefined;
  readonly raw: Json;
}

/** Reads `product_list`: every record that has `productId` is a product. */
export function readProducts(result: Json): Product[] {
  const products = findRecords(result, 'productId').flatMap(({ record }): Product[] => {
    const productId = readAs(wholeNumber, record.productId);
    const { offeringId } = record;
    const offeringIds = (Array.isArray(offeringId) ? offeringId : [offeringId])
      .map((one) => readAs(nonEmptyText, one))
      .filter((one) => one !== undefined);
    return productId === undefined
      ? []
      : [
          {
            productId,
            name: readAs(textOrNumber, record.name) ?? '',
            offeringIds: [...new Set(offeringIds)],
          },
        ];
  });
  return uniqueBy(products, ({ productId }) => String(productId));
}

/**
 * Reads `purchase_product_info`. A record with `serviceId` is a service, any other record with `planId` is a plan,
 * whatever container holds it.
 */
export function readCatalogue(result: Json): Catalogue {
  const plans = findRecords(result, 'planId').flatMap(({ record }): Plan[] => {
    const planId = readAs(id, record.planId);
    return planId === undefined || record.serviceId !== undefined
      ? []
      : [
          {
            planId,
            pricingId: readCandidate(record, fieldCandidates.planPricingId, id),
            name: readCandidate(record, fieldCandidates.planName, textOrNumber),
            purchaseType: readAs(textOrNumber, record.purchaseType),
            raw: record,
          },
        ];
  });
  const services = findRecords(result, 'serviceId').flatMap(({ record, within }): Service[] => {
    const serviceId = readAs(id, record.serviceId);
    return serviceId === undefined
      ? []
      : [
          {
            serviceId,
            pricingId: readCandidate(record, fieldCandidates.servicePricingId, id),
            name: readCandidate(record, fieldCandidates.serviceName, textOrNumber),
            planId: planOf(record, within),
            purchaseType: readAs(textOrNumber, record.purchaseType),
            raw: record,
          },
        ];
  });
  const [offeringId] = findRecords(result, 'offeringId')
    .map(({ record }) => readAs(nonEmptyText, record.offeringId))
    .filter((value) => value !== undefined);
  return {
    offeringId,
    plans: uniqueBy(plans, ({ planId, ...priced }) => keyOf(planId, priced)),
    services: uniqueBy(services, ({ serviceId, planId, ...priced }) =>
      keyOf(`${serviceId} ${planId ?? ''}`, priced),
    ),
  };
}

/** The key of a list entry: a plan or service may be listed once for each way to buy it. */
function keyOf(id: string, { purchaseType, pricingId }: Pick<Plan, 'purchaseType' | 'pricingId'>): string {
  return [id, purchaseType, pricingId].join(' ');
}

/** Returns the plan that a service's record refers to, or the plan whose record contains it. */
export function planOf(record: JsonObject, within: readonly JsonObject[]): Id | undefined {
  for (const holder of [record, ...within]) {
    const planId = readAs(id, holder.connectionPlanId) ?? readAs(id, holder.planId);
    if (planId !== undefined) {
      return planId;
    }
  }
  return undefined;
}

/** Reads the reply of plan_info or add_on_info. */
export function readTerms(result: Json): Terms {
  return {
    quantityLeast: readQuantity(result, fieldCandidates.quantityLeast),
    quantityLimit: readQuantity(result, fieldCandidates.quantityLimit),
    raw: result,
  };
}

function readQuantity(result: Json, names: readonly string[]): number | undefined {
  for (const name of names) {
    const quantity = findRecords(result, name)
      .map(({ record }) => readAs(wholeNumber, record[name]))
      .find((value) => value !== undefined && value > 0);
    if (quantity !== undefined) {
      return quantity;
    }
  }
  return undefined;
}

const productId = z.number().check(z.int(), z.positive());

/** The parsed value of the setting `pbx.productIds`. */
export interface ConfiguredProductIds {
  /** Without duplicates, in the order of the setting. */
  readonly productIds: readonly number[];
  /** Entries that are not positive integers, as JSON; the whole setting if it is not an array. */
  readonly ignored: readonly string[];
}

/** Parses the setting `pbx.productIds`, which may be any value: users edit settings files by hand. */
export function readProductIds(setting: unknown): ConfiguredProductIds {
  if (!Array.isArray(setting)) {
    return { productIds: [], ignored: setting === undefined ? [] : [JSON.stringify(setting)] };
  }
  const productIds = new Set<number>();
  const ignored: string[] = [];
  for (const entry of setting as readonly unknown[]) {
    const parsed = z.safeParse(productId, entry);
    if (parsed.success) {
      productIds.add(parsed.data);
    } else {
      ignored.push(JSON.stringify(entry));
    }
  }
  return { productIds: [...productIds], ignored };
}
