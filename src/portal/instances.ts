import type { Json, JsonObject } from './exactJson';
import { fieldCandidates, readCandidates, readCandidate, findRecords, uniqueBy } from './findRecords';
import { withoutNotHad, isAboutAnotherPbx, ownPart } from './ownPart';
import { type Page, readPage } from './pages';
import { readTime } from './portalOrders';
import {
  type PlanSwitch,
  readRunningPlan,
  type NamedServices,
  type Subscriptions,
  readSubscriptions,
} from './subscriptions';
import { type Id, type PortalText, readAs, textOrNumber, wholeNumber } from './values';

const day = 24 * 60 * 60_000;

/** A PBX that the partner manages (API guide, purchased products). */
export interface Instance {
  readonly productId: number;
  /** Serial number. */
  readonly productNo: string;
  /** The name that the partner gave it; empty when the portal has none. */
  readonly name: PortalText;
  /** `activated`, `unactivated`, `unknown` or any other value that the portal sends. */
  readonly activationStatus: PortalText;
  /** Name of the current plan; undefined when the list does not provide it. */
  readonly planName: PortalText | undefined;
  /** End of the current plan, as the portal writes it; absent when the list does not provide it. */
  readonly expiry?: PortalText;
  /** Current number of extensions; absent when the list does not provide it. */
  readonly extensions?: number;
  /** Services that it is subscribed to; absent when the list does not report whether it is. */
  readonly subscribed?: NamedServices;
}

/** Plan, extensions and services of an instance (API guide, product detail; most keys are undocumented). */
export interface InstanceDetail {
  /** As the portal writes it; undefined when the reply does not contain it. */
  readonly productNo?: string | undefined;
  /** The current plan. The plan of a pending switch is in `planSwitch`. */
  readonly planId: Id | undefined;
  readonly planName: PortalText | undefined;
  /** Undefined when no plan switch is pending. */
  readonly planSwitch?: PlanSwitch | undefined;
  /** Current number of extensions. */
  readonly extensions: number | undefined;
  /** Whether `extensions` comes from a field that may mean something else, so that a person should check it. */
  readonly areExtensionsGuessed?: boolean;
  /** End of the current plan, as the portal writes it. */
  readonly expiry: PortalText | undefined;
  /** `annually`, `monthly` …; undefined when the reply does not contain it. */
  readonly billingCycle?: string | undefined;
  /**
   * Services that the instance is subscribed to, with their names if known; undefined when the reply mentions no
   * service at all.
   */
  readonly subscribed: NamedServices | undefined;
  /** Services whose state in the reply is not understood; undefined when the reply mentions no service at all. */
  readonly unclear?: NamedServices | undefined;
  readonly raw: Json;
}

/** An instance with the portal's whole row, for callers that pass all of it on. */
export interface ReceivedInstance extends Instance {
  readonly raw: JsonObject;
}

/** Reads a page of `instance_product_list`, keeping only what the views need. */
export function readInstances(productId: number, result: Json): Page<Instance> {
  return readRows(productId, result, (instance) => instance);
}

/** Reads a page of `instance_product_list`, keeping each row as received. */
export function readReceivedInstances(productId: number, result: Json): Page<ReceivedInstance> {
  return readRows(productId, result, (instance, raw) => ({ ...instance, raw }));
}

/** Reads the rows: every record that has `productNo` is an instance. */
function readRows<Row extends Instance>(
  productId: number,
  result: Json,
  rowOf: (instance: Instance, record: JsonObject) => Row,
): Page<Row> {
  const copied = copyEachOnce();
  const shared = shareEqualServices(copied);
  const rows = findRecords(result, 'productNo').flatMap(({ record, within }): Row[] => {
    const productNo = readAs(textOrNumber, record.productNo);
    const isPartOfAnother = within.some(
      (outer) => (readAs(textOrNumber, outer.productNo) ?? '').trim() !== '',
    );
    if (productNo === undefined || productNo.trim() === '' || isPartOfAnother) {
      return [];
    }
    const { record: plan, planName, planSwitch } = readRunningPlan(record, record);
    const records = plan === undefined || plan === record ? [record] : [record, plan];
    const expiry = planSwitch ? planSwitch.until : readExpiry(records);
    const { extensions, areExtensionsGuessed } = readExtensions(records, plan);
    const subscribed = readListedServices(record, productNo);
    const instance: Instance = {
      productId,
      productNo: copied(productNo),
      name: copied(readCandidate(record, fieldCandidates.instanceName, textOrNumber) ?? ''),
      activationStatus: copied(readAs(textOrNumber, record.activationStatus) ?? 'unknown'),
      planName: planName === undefined ? undefined : copied(planName),
      ...(expiry === undefined ? {} : { expiry: copied(expiry) }),
      ...(extensions === undefined || areExtensionsGuessed === true ? {} : { extensions }),
      ...(subscribed === undefined ? {} : { subscribed: shared(subscribed) }),
    };
    return [rowOf(instance, record)];
  });
  return readPage(
    result,
    uniqueBy(rows, ({ productNo }) => productNo),
  );
}

/**
 * Returns a function that copies texts out of the parsed reply, equal texts only once. The parser concatenates texts
 * character by character, and every link of that chain stays in memory; for 100,000 instances that is most of it.
 */
function copyEachOnce(): (text: string) => PortalText {
  const copies = new Map<string, string>();
  return (text) => {
    let copy = copies.get(text);
    if (copy === undefined) {
      const bytes = Buffer.from(text).toString();
      // A lone surrogate does not survive the conversion to UTF-8.
      copy = bytes === text ? bytes : text;
      copies.set(text, copy);
    }
    return copy;
  };
}

/**
 * Returns a function that copies services like `copyEachOnce`, and equal ones only once: of 100,000 instances, most have
 * the same few.
 */
function shareEqualServices(
  copied: (text: string) => PortalText,
): (services: NamedServices) => NamedServices {
  const copies = new Map<string, NamedServices>();
  return (services) => {
    const key = JSON.stringify([...services]);
    const copy =
      copies.get(key) ??
      new Map(
        [...services].map(([id, name]) => [id, name === undefined ? undefined : copied(name)] as const),
      );
    copies.set(key, copy);
    return copy;
  };
}

/** Returns the services that a row of the list says its PBX has; undefined when it says nothing about services. */
function readListedServices(record: JsonObject, productNo: string): NamedServices | undefined {
  if (findRecords(record, 'serviceId').length === 0) {
    return undefined;
  }
  const own = ownPart(record, productNo);
  return readOwnSubscriptions(own, withoutNotHad(own), productNo)?.subscribed;
}

/**
 * Reads `instance_product/v1/detail`. A value that is missing or contradictory is undefined; what the reply says about
 * another PBX is ignored.
 *
 * @param asked The serial number that was requested.
 */
export function readInstanceDetail(result: Json, asked: string): InstanceDetail {
  const own = ownPart(result, asked);
  const had = withoutNotHad(own);
  const outer = findRecords(had, 'productNo')[0]?.record ?? findRecords(had, 'activationStatus')[0]?.record;
  const { record: plan, planId, planName, planSwitch } = readRunningPlan(had, outer);
  const records = [...new Set([outer, plan])].filter((record) => record !== undefined);
  const subscriptions = readOwnSubscriptions(own, had, asked);
  return {
    productNo: readAs(textOrNumber, outer?.productNo),
    planId,
    planName,
    planSwitch,
    ...readExtensions(records, plan),
    // Any other date may be that of the next plan.
    expiry: planSwitch ? planSwitch.until : readExpiry(records),
    ...readBillingCycle(records),
    subscribed: subscriptions?.subscribed,
    unclear: subscriptions?.unclear,
    raw: result,
  };
}

function readExtensions(
  records: readonly JsonObject[],
  plan: JsonObject | undefined,
): Pick<InstanceDetail, 'extensions' | 'areExtensionsGuessed'> {
  const reported = readCandidates(records, fieldCandidates.extensions, wholeNumber);
  const guessed = new Set(
    records.flatMap((record) => {
      const { guessedExtensions, guessedPlanExtensions } = fieldCandidates;
      return readCandidates(
        [record],
        record === plan ? guessedPlanExtensions : guessedExtensions,
        wholeNumber,
      );
    }),
  );
  const values = reported.length > 0 ? reported : [...guessed];
  const [extensions, ...others] = values;
  return extensions === undefined || others.length > 0
    ? { extensions: undefined, areExtensionsGuessed: false }
    : { extensions, areExtensionsGuessed: reported.length === 0 };
}

function readBillingCycle(records: readonly JsonObject[]): Pick<InstanceDetail, 'billingCycle'> {
  const [billingCycle, ...others] = readCandidates(records, fieldCandidates.billingCycle, textOrNumber);
  return billingCycle === undefined || others.length > 0 ? {} : { billingCycle };
}

function readExpiry(records: readonly JsonObject[]): PortalText | undefined {
  const [first, ...others] = readCandidates(records, fieldCandidates.expiry, textOrNumber);
  return first !== undefined && others.every((other) => isSameEnd(first, other)) ? first : undefined;
}

/** Whether two texts may mean the same day, for example if one has a time or another time zone. */
function isSameEnd(one: string, other: string): boolean {
  const [first, second] = [endOf(one), endOf(other)];
  return first === undefined || second === undefined
    ? one.trim() === other.trim()
    : Math.abs(first - second) <= 1.5 * day;
}

function endOf(text: string): number | undefined {
  const written = /^\s*(\d{4}-\d{2}-\d{2})(?!\d)/.exec(text)?.[1];
  const time = written === undefined ? readTime(text.trim()) : Date.parse(written);
  return time === undefined || Number.isNaN(time) ? undefined : time;
}

/** Returns undefined when the reply does not say for any service whether this PBX has it. */
function readOwnSubscriptions(own: Json, had: Json, productNo: string): Subscriptions | undefined {
  const servicesIn = (part: Json) => findRecords(part, 'serviceId').map(({ record }) => record);
  const isOwn = (record: JsonObject) => !isAboutAnotherPbx(record, productNo);
  const all = servicesIn(own);
  return readSubscriptions(servicesIn(had).filter(isOwn), {
    others: all.filter((record) => !isOwn(record)),
    own: all.filter(isOwn),
  });
}
