import type { Json, JsonObject } from './exactJson';
import { fieldCandidates, readCandidate } from './fieldCandidates';
import { type FoundRecord, findRecords } from './findRecords';
import { type Id, type PortalText, id, idFrom, readAs, textual } from './values';

/** A plan as a reply names it: by id, by name, or both. */
export interface NamedPlan {
  readonly planId: Id | undefined;
  readonly planName: PortalText | undefined;
}

/** A switch of plan that has been ordered and has not taken effect. */
export interface PlanSwitch {
  /** When the running plan ends, as the portal writes it; undefined when unknown. */
  readonly until: PortalText | undefined;
  /** The plan that comes after it; undefined when unknown. */
  readonly coming: NamedPlan | undefined;
}

export interface RunningPlan extends NamedPlan {
  /** The record of the one plan that the reply names, whichever it is; undefined when it names none or several. */
  readonly record: JsonObject | undefined;
  /** Undefined when no switch is under way. */
  readonly planSwitch: PlanSwitch | undefined;
}

/**
 * Reads which plan an instance runs on. While a switch is under way, and only then, the portal fills `currentPlan` and
 * `currentPlanExpireDate` (API guide, product detail): then `currentPlan` runs, and what the reply names elsewhere is
 * the coming plan.
 *
 * @param outer The record of the instance itself, for names that stand there.
 */
export function readRunningPlan(result: Json, outer: JsonObject | undefined): RunningPlan {
  const isOfNoService = ({ record, within }: FoundRecord) =>
    [record, ...within].every(({ serviceId }) => serviceId === undefined);
  const records = findRecords(result, 'planId')
    .filter(isOfNoService)
    .map(({ record }) => record);
  const ids = new Set(records.map(({ planId }) => readAs(textual, planId)));
  const record = ids.size === 1 ? records[0] : undefined;
  const named = { planId: record && readAs(id, record.planId), planName: nameOf(outer, record) };
  const switching = findRecords(result, 'currentPlan')
    .filter(isOfNoService)
    .map((found) => found.record)
    .find((one) => textOf(one.currentPlan) !== undefined);
  const current = switching && textOf(switching.currentPlan);
  if (switching === undefined || current === undefined) {
    return { ...named, record, planSwitch: undefined };
  }
  const isCurrent = (plan: NamedPlan) => plan.planId === current || isSameName(plan.planName, current);
  const plans = records.length === 0 || record ? [named] : records.map((one) => namedIn(outer, one));
  const running = plans.find(isCurrent) ?? {
    planId: idFrom(current),
    planName: idFrom(current) === undefined ? current : undefined,
  };
  const others = plans.filter(
    (plan) => !isCurrent(plan) && (plan.planId !== undefined || plan.planName !== undefined),
  );
  const isOne = new Set(others.map(({ planId }) => planId)).size === 1;
  return {
    ...running,
    record,
    planSwitch: {
      until: textOf(switching.currentPlanExpireDate),
      coming: isOne ? others[0] : undefined,
    },
  };
}

/** The plan of a list that is meant: by its id, otherwise by a name that only one of them has. */
export function findPlan<Plan extends { readonly planId: Id; readonly name: string | undefined }>(
  plans: readonly Plan[],
  { planId, planName }: NamedPlan,
): Plan | undefined {
  if (planId !== undefined) {
    return plans.find((plan) => plan.planId === planId);
  }
  const [only, ...others] = plans.filter(({ name }) => planName !== undefined && isSameName(name, planName));
  return others.every((other) => other.planId === only?.planId) ? only : undefined;
}

/** The plan's name as its own record gives it, otherwise as the record of the instance does. */
function nameOf(outer: JsonObject | undefined, plan: JsonObject | undefined): PortalText | undefined {
  return (
    (plan && plan !== outer ? readCandidate(plan, fieldCandidates.planName, textual) : undefined) ??
    (outer && readCandidate(outer, fieldCandidates.planNameOfInstance, textual))
  );
}

/** One of several plans: what the instance's record names may be another of them. */
function namedIn(outer: JsonObject | undefined, record: JsonObject): NamedPlan {
  const names = record === outer ? fieldCandidates.planNameOfInstance : fieldCandidates.planName;
  return { planId: readAs(id, record.planId), planName: readCandidate(record, names, textual) };
}

function isSameName(one: string | undefined, other: string): boolean {
  return one?.trim().toLowerCase() === other.trim().toLowerCase();
}

function textOf(value: Json | undefined): string | undefined {
  const text = readAs(textual, value)?.trim();
  return text === '' ? undefined : text;
}
