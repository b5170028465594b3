import type { Json } from '../portal/exactJson';
import { fieldCandidates, findRecords, readCandidate } from '../portal/findRecords';
import { readPrice } from '../portal/price';
import { type PortalText, readAs, textOrNumber } from '../portal/values';
import type { JournalEntry } from './entry';

export const orderKinds = ['subscribe', 'purchase', 'renew', 'switchPlan', 'startTrial', 'other'] as const;

/** What an order does. `other`: an operation that the API guide does not describe. */
export type OrderKind = (typeof orderKinds)[number];

/** An amount of money and its currency, as the portal writes them. */
export interface OrderPrice {
  readonly amount: string;
  readonly currency: string | undefined;
}

/** What rows and exports show of an order, from its journal entry or from what the portal replied. */
export interface OrderFacts {
  /** As the API spells it: `renew_plan`; undefined if unknown. */
  readonly operationType: PortalText | undefined;
  /** The name of the PBX; undefined if unknown. */
  readonly pbxName: PortalText | undefined;
  /** Names of the ordered plan and services, separated by commas; undefined if unknown. */
  readonly ordered: PortalText | undefined;
  readonly price: OrderPrice | undefined;
  /** As the API spells it: `annually`; undefined if unknown. */
  readonly billingCycle: PortalText | undefined;
}

/** Returns what a kind of order does (API guide, create an order); undefined if the operation is unknown. */
export function orderKind(operationType: PortalText | undefined): OrderKind | undefined {
  switch (operationType) {
    case undefined:
      return undefined;
    case 'purchase_service':
      return 'subscribe';
    case 'purchase_plan':
      return 'purchase';
    case 'renew_plan':
    case 'renew_service':
      return 'renew';
    case 'switch_plan':
      return 'switchPlan';
    case 'trial_plan':
    case 'trial_service':
      return 'startTrial';
    default:
      return 'other';
  }
}

/** Returns the facts of a journal entry. */
export function factsOfEntry(entry: JournalEntry): OrderFacts {
  const { ordered, instanceName, serviceName, price, period } = entry;
  const cycles = new Set(ordered.serviceList.map(({ billingCycle }) => billingCycle));
  const [cycle] = cycles;
  return {
    operationType: ordered.operationType,
    pbxName: filled(instanceName) ?? filled(ordered.orderPceSpecialRequest?.pbxName),
    ordered: filled(serviceName),
    price: price && { amount: price.amount, currency: price.currency },
    billingCycle: period?.billingCycle ?? (cycles.size === 1 ? cycle : undefined),
  };
}

/**
 * Reads the facts of an order from a row of the order list or from its details (API guide, orders and order details,
 * which document none of them). A value that is missing or contradictory is undefined.
 */
export function factsOfReply(reply: Json): OrderFacts {
  const names = findRecords(reply, 'serviceId').flatMap(
    ({ record }) => readCandidate(record, fieldCandidates.serviceName, textOrNumber) ?? [],
  );
  return {
    operationType: only(reply, 'operationType'),
    pbxName: only(reply, 'pbxName') ?? only(reply, 'instanceName'),
    ordered: filled([...new Set(names)].join(', ')),
    price: readPrice(reply),
    billingCycle: only(reply, 'billingCycle'),
  };
}

/**
 * Returns the facts of an order of the portal: each from its journal entry, otherwise from its details, otherwise from
 * its row.
 *
 * @param replies What its details say, if they have been read, and its row.
 * @param instanceName The name of its PBX in the list of instances, if that is loaded.
 */
export function factsOfPortalOrder(
  entry: JournalEntry | undefined,
  replies: readonly (OrderFacts | undefined)[],
  instanceName: PortalText | undefined,
): OrderFacts {
  const sources = [entry && factsOfEntry(entry), ...replies];
  const first = <Key extends keyof OrderFacts>(key: Key): OrderFacts[Key] | undefined =>
    sources.map((facts) => facts?.[key]).find((value) => value !== undefined);
  return {
    operationType: first('operationType'),
    pbxName: first('pbxName') ?? filled(instanceName),
    ordered: first('ordered'),
    price: first('price'),
    billingCycle: first('billingCycle'),
  };
}

/** Returns the value under a name if all records that have it agree. */
function only(reply: Json, name: string): PortalText | undefined {
  const values = new Set(findRecords(reply, name).map(({ record }) => readAs(textOrNumber, record[name])));
  const [value] = values;
  return values.size === 1 ? filled(value) : undefined;
}

function filled(text: PortalText | undefined): PortalText | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}
