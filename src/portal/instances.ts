import type { Json, JsonObject } from './exactJson';
import { fieldCandidates, readCandidate } from './fieldCandidates';
import { findRecords, firstOfEach } from './findRecords';
import type { Page } from './pages';
import { readPage } from './pages';
import type { PlanSwitch } from './runningPlan';
import { readRunningPlan } from './runningPlan';
import type { NamedServices } from './subscriptions';
import { readSubscriptions } from './subscriptions';
import type { Id } from './values';
import { readAs, textual, wholeNumber } from './values';

/** A PBX that the partner looks after (API guide, purchased products). */
export interface Instance {
  readonly productId: number;
  /** Serial number. */
  readonly productNo: string;
  /** What the partner calls it; empty when the portal has no name. */
  readonly name: string;
  /** `activated`, `unactivated`, `unknown`, or what else the portal says. */
  readonly activationStatus: string;
  /** Name of the current plan; undefined when the list does not tell. */
  readonly planName: string | undefined;
}

/** What an instance runs on (API guide, product detail; all but a few keys are undocumented). */
export interface InstanceDetail {
  /** The plan that runs now; a plan that is switched to is in `planSwitch` until then. */
  readonly planId: Id | undefined;
  readonly planName: string | undefined;
  /** Undefined when no switch of plan is under way. */
  readonly planSwitch?: PlanSwitch | undefined;
  /** Current number of extensions. */
  readonly extensions: number | undefined;
  /** Whether `extensions` stands under a name that may mean something else, so that it needs a person's eye. */
  readonly areExtensionsGuessed?: boolean;
  /** When the running plan ends, as the portal writes it. */
  readonly expiry: string | undefined;
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
    const isPartOfAnother = within.some((outer) => readAs(textual, outer.productNo) !== undefined);
    if (productNo === undefined || isPartOfAnother) {
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
function copyingEachOnce(): (text: string) => string {
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

/** Reads `instance_product/v1/detail`. What the reply does not say, or says in two ways that differ, is undefined. */
export function readInstanceDetail(result: Json): InstanceDetail {
  const services = findRecords(result, 'serviceId').map(({ record }) => record);
  const outer =
    findRecords(result, 'productNo')[0]?.record ?? findRecords(result, 'activationStatus')[0]?.record;
  const { record: plan, planId, planName, planSwitch } = readRunningPlan(result, outer);
  const records = [outer, plan].filter((record) => record !== undefined);
  const first = <T>(read: (record: JsonObject) => T | undefined): T | undefined =>
    records.map(read).find((value) => value !== undefined);
  const { extensions, guessedExtensions, guessedPlanExtensions } = fieldCandidates;
  const certain = first((record) => readCandidate(record, extensions, wholeNumber));
  const guessed = first((record) =>
    readCandidate(record, record === plan ? guessedPlanExtensions : guessedExtensions, wholeNumber),
  );
  const subscriptions = services.length === 0 ? undefined : readSubscriptions(services);
  return {
    planId,
    planName,
    planSwitch,
    extensions: certain ?? guessed,
    areExtensionsGuessed: certain === undefined && guessed !== undefined,
    // Any other date may be that of the coming plan.
    expiry: planSwitch
      ? planSwitch.until
      : first((record) => readCandidate(record, fieldCandidates.expiry, textual)),
    subscribed: subscriptions?.subscribed,
    unclear: subscriptions?.unclear,
    raw: result,
  };
}
