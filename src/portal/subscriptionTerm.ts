import type { Json, JsonObject } from './exactJson';
import { fieldCandidates, findRecords, readCandidate } from './findRecords';
import { isAboutAnotherPbx, ownPart, withoutNotHad } from './ownPart';
import { readRunningPlan } from './subscriptions';
import { type Id, type PortalText, id, readAs, textOrNumber } from './values';

/** A service that ends on a day of its own. */
export interface ServiceEnd {
  readonly serviceId: Id;
  readonly name?: PortalText | undefined;
  /** Its end, as the portal writes it. */
  readonly expiry: PortalText;
}

/** What the portal says about a subscription besides its end; the API guide documents none of it. */
export interface SubscriptionTerm {
  /** Undefined if the portal does not say whether it is a trial. */
  readonly isTrial: boolean | undefined;
  /** Undefined if the portal does not say how often it is billed, or in words that are not understood. */
  readonly billingCycle: 'annually' | 'monthly' | undefined;
  /** Services whose end date is written differently from that of the plan. */
  readonly services: readonly ServiceEnd[];
}

/**
 * Reads the term of a subscription from `instance_product/v1/detail`.
 *
 * @param asked The serial number that was requested.
 * @param expiry End of the current plan, as the portal writes it.
 */
export function readSubscriptionTerm(
  result: Json,
  asked: string,
  expiry: PortalText | undefined,
): SubscriptionTerm {
  const had = withoutNotHad(ownPart(result, asked));
  const outer = findRecords(had, 'productNo')[0]?.record;
  const { record: plan } = readRunningPlan(had, outer);
  const records = [plan, outer].filter((record) => record !== undefined);
  return {
    isTrial: firstOf(records, trialOf),
    billingCycle: firstOf(records, billingCycleOf),
    services: serviceEnds(had, asked).filter((service) => service.expiry.trim() !== expiry?.trim()),
  };
}

/** The billing cycles that a renewal can keep. */
const recurring = ['annually', 'monthly'] as const;

/**
 * Returns the billing cycle that an order for a PBX can keep: the only billing cycle in its details, by the names that it
 * may have (API guide, product detail, which does not document it). Undefined when there is none, or several that differ.
 * Unlike the cycle of the term, which is only shown, it is never taken from other words than `annually` and `monthly`.
 *
 * @param detail The reply as received.
 * @param productNo The serial number that was requested.
 */
export function readCurrentCycle(detail: Json, productNo: string): (typeof recurring)[number] | undefined {
  const own = withoutNotHad(ownPart(detail, productNo));
  const found = new Set(
    fieldCandidates.billingCycle.flatMap((name) =>
      findRecords(own, name).map(({ record }) => readAs(textOrNumber, record[name])?.trim().toLowerCase()),
    ),
  );
  const [only, ...others] = found;
  return others.length === 0 ? recurring.find((cycle) => cycle === only) : undefined;
}

function serviceEnds(had: Json, asked: string): ServiceEnd[] {
  const ends = new Map<Id, ServiceEnd>();
  for (const { record } of findRecords(had, 'serviceId')) {
    const serviceId = readAs(id, record.serviceId);
    const expiry = readCandidate(record, fieldCandidates.expiry, textOrNumber);
    if (serviceId !== undefined && expiry !== undefined && !isAboutAnotherPbx(record, asked)) {
      const name = readCandidate(record, fieldCandidates.serviceName, textOrNumber);
      ends.set(serviceId, { serviceId, name, expiry });
    }
  }
  return [...ends.values()];
}

function firstOf<T>(
  records: readonly JsonObject[],
  read: (record: JsonObject) => T | undefined,
): T | undefined {
  return records.map(read).find((value) => value !== undefined);
}

function trialOf(record: JsonObject): boolean | undefined {
  const words = fieldCandidates.trial.map((name) => {
    const value = record[name];
    return typeof value === 'boolean' ? String(value) : (readAs(textOrNumber, value) ?? '').toLowerCase();
  });
  if (words.some((word) => /^(true|1|yes|trial|trialing)$/.test(word.trim()))) {
    return true;
  }
  return words.some((word) => /^(false|0|no|purchase|purchased|paid|renew)$/.test(word.trim()))
    ? false
    : undefined;
}

const cycles: ReadonlyMap<string, 'annually' | 'monthly'> = new Map([
  ['annually', 'annually'],
  ['annual', 'annually'],
  ['yearly', 'annually'],
  ['year', 'annually'],
  ['monthly', 'monthly'],
  ['month', 'monthly'],
]);

function billingCycleOf(record: JsonObject): 'annually' | 'monthly' | undefined {
  const word = readCandidate(record, fieldCandidates.billingCycle, textOrNumber);
  return word === undefined ? undefined : cycles.get(word.trim().toLowerCase());
}
