import type { Json, JsonObject } from './exactJson';
import { fieldCandidates, readCandidate } from './fieldCandidates';
import { findRecords, firstOfEach } from './findRecords';
import type { Page } from './pages';
import { readPage } from './pages';
import type { Id } from './values';
import { id, readAs, textual, wholeNumber } from './values';

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
  readonly planId: Id | undefined;
  readonly planName: string | undefined;
  /** Current number of extensions. */
  readonly extensions: number | undefined;
  /** When the plan ends, as the portal writes it. */
  readonly expiry: string | undefined;
  /**
   * Services that the instance is subscribed to, with their names where told; undefined when the reply names
   * no service at all.
   */
  readonly subscribed: ReadonlyMap<Id, string | undefined> | undefined;
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
    const planName = planNameOf(record, currentPlan(record));
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

/** Reads `instance_product/v1/detail`. What the reply does not tell, or tells twice in different ways, is undefined. */
export function readInstanceDetail(result: Json): InstanceDetail {
  const services = findRecords(result, 'serviceId').map(({ record }) => record);
  const plan = currentPlan(result);
  const outer =
    findRecords(result, 'productNo')[0]?.record ?? findRecords(result, 'activationStatus')[0]?.record;
  const records = [outer, plan].filter((record) => record !== undefined);
  const first = <T>(read: (record: JsonObject) => T | undefined): T | undefined => {
    for (const record of records) {
      const value = read(record);
      if (value !== undefined) {
        return value;
      }
    }
    return undefined;
  };
  const extensionNames = (record: JsonObject) =>
    record === plan ? fieldCandidates.planExtensions : fieldCandidates.extensions;
  return {
    planId: plan && readAs(id, plan.planId),
    planName: planNameOf(outer, plan),
    extensions: first((record) => readCandidate(record, extensionNames(record), wholeNumber)),
    expiry: first((record) => readCandidate(record, fieldCandidates.expiry, textual)),
    subscribed: services.length === 0 ? undefined : subscribedServices(services),
    raw: result,
  };
}

/** The plan's name as its own record gives it, else as the record of the instance does. */
function planNameOf(outer: JsonObject | undefined, plan: JsonObject | undefined): string | undefined {
  return (
    (plan && plan !== outer ? readCandidate(plan, fieldCandidates.planName, textual) : undefined) ??
    (outer && readCandidate(outer, fieldCandidates.currentPlanName, textual))
  );
}

/** The one plan that the detail names; undefined when it names none or several. */
function currentPlan(result: Json): JsonObject | undefined {
  const plans = findRecords(result, 'planId').filter(({ record }) => record.serviceId === undefined);
  const ids = new Set(plans.map(({ record }) => readAs(textual, record.planId)));
  return ids.size === 1 ? plans[0]?.record : undefined;
}

function subscribedServices(services: readonly JsonObject[]): ReadonlyMap<Id, string | undefined> {
  return new Map(
    services
      .filter((service) => fieldCandidates.subscribed.every((name) => service[name] !== false))
      .flatMap((service) => {
        const serviceId = readAs(id, service.serviceId);
        const name = readCandidate(service, fieldCandidates.serviceName, textual);
        return serviceId === undefined ? [] : [[serviceId, name] as const];
      }),
  );
}
