import { type Json, type JsonObject } from './exactJson';
import { fieldCandidates, findRecords, readCandidate } from './findRecords';
import { type Price, currencyOf, lineIds, readPrice } from './price';
import { type PortalText, readAs, textOrNumber } from './values';

/** The price of an order, as `pricing/calculate` returned it. */
export interface CalculatedPrice extends Price {
  /**
   * Amounts of single lines, by pricing id and by the id of the plan or service, in the currency of the price. Only
   * what the reply says about a line is included: nothing is calculated.
   */
  readonly lineAmounts: ReadonlyMap<string, string>;
  /** The end date after the order, as the portal writes it; undefined unless the reply contains one. */
  readonly newEndDate: PortalText | undefined;
}

/** Ids that say which line of the order a record is about. */
const idsOfServices = ['pricingServiceId', 'serviceId'];
const idsOfPlans = ['pricingPlanId', 'planId'];

/**
 * Reads the reply of `pricing/calculate` (API guide, price), whose fields are undocumented.
 *
 * @returns Undefined when the reply contains no readable price of the whole order.
 */
export function readCalculatedPrice(result: Json): CalculatedPrice | undefined {
  const price = readPrice(result);
  return (
    price && {
      ...price,
      lineAmounts: readLineAmounts(result, price.currency),
      newEndDate: readNewEndDate(result),
    }
  );
}

/** Returns the amounts of those lines for which the reply has exactly one. */
function readLineAmounts(result: Json, currency: string | undefined): ReadonlyMap<string, string> {
  const records = new Set(lineIds.flatMap((name) => findRecords(result, name).map(({ record }) => record)));
  const amounts = new Map<string, Set<string>>();
  for (const record of records) {
    const price = readPrice(withoutIds(record));
    const ownCurrency = price?.currency ?? currencyOf([record]);
    if (price && (ownCurrency === undefined || ownCurrency === currency)) {
      for (const id of idsIn(record)) {
        amounts.set(id, (amounts.get(id) ?? new Set()).add(price.amount));
      }
    }
  }
  return new Map(
    [...amounts].flatMap(([id, [only, ...others]]) =>
      only === undefined || others.length > 0 ? [] : [[id, only] as const],
    ),
  );
}

/** The ids of a line's record. If it has the id of a service, the id of a plan only names the plan of that service. */
function idsIn(record: JsonObject): string[] {
  const isService = idsOfServices.some((name) => record[name] !== undefined);
  const names = ['pricingId', ...(isService ? idsOfServices : idsOfPlans)];
  return names.map((name) => readAs(textOrNumber, record[name]) ?? '').filter((id) => id !== '');
}

/** Without its ids, the record is read like a reply about only this line. */
function withoutIds(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !lineIds.includes(name)));
}

function readNewEndDate(result: Json): PortalText | undefined {
  const dates = new Set(
    fieldCandidates.newExpiry.flatMap((name) =>
      findRecords(result, name).map(({ record }) => readCandidate(record, [name], textOrNumber)),
    ),
  );
  const [only] = dates;
  return dates.size === 1 ? only : undefined;
}
