import type { Json, JsonObject } from './exactJson';
import { fieldCandidates, readAll, readCandidate, findRecords, firstOfEach } from './findRecords';
import { hadPart, isOfAnother, ownPart } from './ownPart';
import { type Page, readPage } from './pages';
import { readTime } from './portalOrders';
import {
  type PlanSwitch,
  readRunningPlan,
  type NamedServices,
  type Subscriptions,
  readSubscriptions,
} from './subscriptions';
import { type Id, type PortalText, readAs, textual, wholeNumber } from './values';

const day = 24 * 60 * 60_000;

/** A PBX that the partner looks after (API guide, purchased products). */
export interface Instance {
  readonly productId: number;
  /** Serial number. */
  readonly productNo: string;
  /** What the partner calls it; empty when the portal has no name. */
  readonly name: PortalText;
  /** `activated`, `unactivated`, `unknown`, or what else the portal says. */
  readonly activationStatus: PortalText;
  /** Name of the current plan; undefined when the list does not tell. */
  readonly planName: PortalText | undefined;
}

/** What an instance runs on (API guide, product detail; all but a few keys are undocumented). */
export interface InstanceDetail {
  /** As the portal writes it; undefined when the reply does not name it. */
  readonly productNo?: string | undefined;
  /** The plan that runs now; a plan that is switched to is in `planSwitch` until then. */
  readonly planId: Id | undefined;
  readonly planName: PortalText | undefined;
  /** Undefined when no switch of plan is under way. */
  readonly planSwitch?: PlanSwitch | undefined;
  /** Current number of extensions. */
  readonly extensions: number | undefined;
  /** Whether `extensions` stands under a name that may mean something else, so that it needs a person's eye. */
  readonly areExtensionsGuessed?: boolean;
  /** When the running plan ends, as the portal writes it. */
  readonly expiry: PortalText | undefined;
  /**
   * Services that the instance is subscribed to, with their names where known; undefined when the reply names
   * no service at all.
   */
  readonly subscribed: NamedServices | undefined;
  /** Services of which the reply says something that is not understood; undefined when it names no service at all. */
  readonly unclear?: NamedServices | undefined;
  readonly raw: Json;
}

/** The same with the portal's whole row, for whoever passes on all of it. */
export interface ReceivedInstance extends Instance {
  readonly raw: JsonObject;
}

/** Reads a page of `instance_product_list`, and lets go of what the views have no use for. */
export function readInstances(productId: number, result: Json): Page<Instance> {
  return readRows(productId, result, (instance) => instance);
}

/** Reads a page of `instance_product_list`, each row as received beside what is read of it. */
export function readReceivedInstances(productId: number, result: Json): Page<ReceivedInstance> {
  return readRows(productId, result, (instance, raw) => ({ ...instance, raw }));
}

/** Every record that has `productNo` is an instance. */
function readRows<Row extends Instance>(
  productId: number,
  result: Json,
  rowOf: (instance: Instance, record: JsonObject) => Row,
): Page<Row> {
  const copied = copyingEachOnce();
  const rows = findRecords(result, 'productNo').flatMap(({ record, within }): Row[] => {
    const productNo = readAs(textual, record.productNo);
    const isPartOfAnother = within.some((outer) => (readAs(textual, outer.productNo) ?? '').trim() !== '');
    if (productNo === undefined || productNo.trim() === '' || isPartOfAnother) {
      return [];
    }
    const { planName } = readRunningPlan(record, record);
    const instance = {
      productId,
      productNo: copied(productNo),
      name: copied(readCandidate(record, fieldCandidates.instanceName, textual) ?? ''),
      activationStatus: copied(readAs(textual, record.activationStatus) ?? 'unknown'),
      planName: planName === undefined ? undefined : copied(planName),
    };
    return [rowOf(instance, record)];
  });
  return readPage(
    result,
    firstOfEach(rows, ({ productNo }) => productNo),
  );
}

/**
 * Copies texts out of the reply that they were read from, equal ones once. The parser puts a text together letter
 * by letter, and each link of that chain stays in memory; over 100,000 instances that is most of it.
 */
function copyingEachOnce(): (text: string) => PortalText {
  const copies = new Map<string, string>();
  return (text) => {
    let copy = copies.get(text);
    if (copy === undefined) {
      const bytes = Buffer.from(text).toString();
      // A half of a surrogate pair does not survive as UTF-8.
      copy = bytes === text ? bytes : text;
      copies.set(text, copy);
    }
    return copy;
  };
}

/**
 * Reads `instance_product/v1/detail`. What the reply does not say, or says in two ways that differ, is undefined; what it
 * says of another PBX counts for nothing.
 *
 * @param asked The serial number that was asked for.
 */
export function readInstanceDetail(result: Json, asked: string): InstanceDetail {
  const own = ownPart(result, asked);
  const had = hadPart(own);
  const outer = findRecords(had, 'productNo')[0]?.record ?? findRecords(had, 'activationStatus')[0]?.record;
  const { record: plan, planId, planName, planSwitch } = readRunningPlan(had, outer);
  const records = [...new Set([outer, plan])].filter((record) => record !== undefined);
  const subscriptions = readOwnSubscriptions(own, had, asked);
  return {
    productNo: readAs(textual, outer?.productNo),
    planId,
    planName,
    planSwitch,
    ...readExtensions(records, plan),
    // Any other date may be that of the coming plan.
    expiry: planSwitch ? planSwitch.until : readExpiry(records),
    subscribed: subscriptions?.subscribed,
    unclear: subscriptions?.unclear,
    raw: result,
  };
}

function readExtensions(
  records: readonly JsonObject[],
  plan: JsonObject | undefined,
): Pick<InstanceDetail, 'extensions' | 'areExtensionsGuessed'> {
  const told = readAll(records, fieldCandidates.extensions, wholeNumber);
  const guessed = new Set(
    records.flatMap((record) => {
      const { guessedExtensions, guessedPlanExtensions } = fieldCandidates;
      return readAll([record], record === plan ? guessedPlanExtensions : guessedExtensions, wholeNumber);
    }),
  );
  const values = told.length > 0 ? told : [...guessed];
  const [extensions, ...others] = values;
  return extensions === undefined || others.length > 0
    ? { extensions: undefined, areExtensionsGuessed: false }
    : { extensions, areExtensionsGuessed: told.length === 0 };
}

function readExpiry(records: readonly JsonObject[]): PortalText | undefined {
  const [first, ...others] = readAll(records, fieldCandidates.expiry, textual);
  return first !== undefined && others.every((other) => isSameEnd(first, other)) ? first : undefined;
}

/** Whether two texts may be the same day, one of them with the time or in another time zone. */
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

/** Undefined where the reply names no service that the PBX has or has not. */
function readOwnSubscriptions(own: Json, had: Json, productNo: string): Subscriptions | undefined {
  const servicesIn = (part: Json) => findRecords(part, 'serviceId').map(({ record }) => record);
  const isOwn = (record: JsonObject) => !isOfAnother(record, productNo);
  const all = servicesIn(own);
  return readSubscriptions(servicesIn(had).filter(isOwn), {
    others: all.filter((record) => !isOwn(record)),
    own: all.filter(isOwn),
  });
}
