import type { Json, JsonObject } from './exactJson';
import { fieldCandidates, readCandidate, type FoundRecord, findRecords } from './findRecords';
import { type Id, type PortalText, id, readAs, textOrNumber, idFrom } from './values';

/** Services by id, with their names if provided. */
export type NamedServices = ReadonlyMap<Id, PortalText | undefined>;

/** What the product detail says about the services in it. */
export interface Subscriptions {
  /** Services that the instance is subscribed to. */
  readonly subscribed: NamedServices;
  /** Services whose state is not understood or contradictory. */
  readonly unclear: NamedServices;
}

type State = 'subscribed' | 'notSubscribed' | 'unclear';

/** In lower case without spaces and hyphens; a word in neither list is not understood. */
const subscribedWords: ReadonlySet<string> = new Set([
  'true',
  '1',
  'yes',
  'y',
  'subscribed',
  'active',
  'activated',
  'enabled',
  'valid',
  'ineffect',
]);
const notSubscribedWords: ReadonlySet<string> = new Set([
  'false',
  '0',
  'no',
  'n',
  'none',
  'unsubscribed',
  'notsubscribed',
  'expired',
  'ended',
  'terminated',
  'inactive',
  'unactivated',
  'notactivated',
  'disabled',
  'invalid',
  'cancelled',
  'canceled',
  'refunded',
]);

/** The records of services in a product detail. */
export interface NamedRecords {
  readonly own: readonly JsonObject[];
  /** Records with the serial number of another instance; what they say applies to that one. */
  readonly others: readonly JsonObject[];
}

/**
 * Reads whether an instance is subscribed to the services in its detail (API guide, product detail, which documents
 * none of this). A record without a state counts as subscribed if it is among what the instance has, and as unclear
 * elsewhere, for example in a list of what could be added.
 *
 * @param had The records that are among what the instance has.
 * @returns Undefined if no service has a state and none is among what the instance has.
 */
export function readSubscriptions(
  had: readonly JsonObject[],
  { own, others }: NamedRecords,
): Subscriptions | undefined {
  const services = new Map<Id, { name: PortalText | undefined; states: Set<State> }>();
  const ofOthers = new Set(others);
  for (const record of [...own, ...others]) {
    const serviceId = readAs(id, record.serviceId);
    if (serviceId !== undefined) {
      const known = services.get(serviceId);
      const name = known?.name ?? readCandidate(record, fieldCandidates.serviceName, textOrNumber);
      const states = ofOthers.has(record) ? [] : statesOf(record);
      services.set(serviceId, { name, states: new Set([...(known?.states ?? []), ...states]) });
    }
  }
  const hadIds = new Set(had.map((record) => readAs(id, record.serviceId)));
  if (had.length === 0 && [...services.values()].every(({ states }) => states.size === 0)) {
    return undefined;
  }
  const withState = (wanted: State): NamedServices =>
    new Map(
      [...services].flatMap(([serviceId, { name, states }]) =>
        combined(states, hadIds.has(serviceId) ? 'subscribed' : 'unclear') === wanted
          ? [[serviceId, name] as const]
          : [],
      ),
    );
  return { subscribed: withState('subscribed'), unclear: withState('unclear') };
}

/** Combines what several records say. @param fallback The result if none of them says anything. */
function combined(states: ReadonlySet<State>, fallback: State): State {
  const [first, ...others] = states;
  return others.length > 0 ? 'unclear' : (first ?? fallback);
}

function statesOf(record: JsonObject): State[] {
  const named = fieldCandidates.subscribed.flatMap((name) => {
    const value = record[name];
    return value === undefined ? [] : [meaningOf(wordOf(value))];
  });
  // A status may be about anything; a numeric one cannot be understood.
  const status = fieldCandidates.serviceStatus.flatMap((name) => {
    const word = wordOf(record[name] ?? null);
    return word === '' ? [] : [/^\d+$/.test(word) ? 'unclear' : meaningOf(word)];
  });
  return [...named, ...status];
}

function meaningOf(word: string): State {
  if (subscribedWords.has(word)) {
    return 'subscribed';
  }
  return notSubscribedWords.has(word) ? 'notSubscribed' : 'unclear';
}

function wordOf(value: Json): string {
  const text = typeof value === 'boolean' ? String(value) : readAs(textOrNumber, value);
  return (text ?? '')
    .toLowerCase()
    .trim()
    .replaceAll(/(?<=\w)[\s_-]+(?=\w)/g, '');
}

/** A plan as a reply names it: by id, name or both. */
export interface NamedPlan {
  readonly planId: Id | undefined;
  readonly planName: PortalText | undefined;
}

/** A plan switch that has been ordered but has not taken effect. */
export interface PlanSwitch {
  /** End of the current plan, as the portal writes it; undefined when unknown. */
  readonly until: PortalText | undefined;
  /** The next plan; undefined when unknown. */
  readonly coming: NamedPlan | undefined;
}

export interface RunningPlan extends NamedPlan {
  /** The record of the only plan in the reply, current or next; undefined when there are none or several. */
  readonly record: JsonObject | undefined;
  /** Undefined when no switch is pending. */
  readonly planSwitch: PlanSwitch | undefined;
}

/**
 * Reads the current plan of an instance. The portal fills `currentPlan` and `currentPlanExpireDate` only while a switch
 * is pending (API guide, product detail). In that case `currentPlan` names it, and the plan elsewhere in the reply is
 * the next one.
 *
 * @param outer The instance's own record, which may contain names.
 */
export function readRunningPlan(result: Json, outer: JsonObject | undefined): RunningPlan {
  const isOfNoService = ({ record, within }: FoundRecord) =>
    [record, ...within].every(({ serviceId }) => serviceId === undefined);
  const records = findRecords(result, 'planId')
    .filter(isOfNoService)
    .map(({ record }) => record);
  const ids = new Set(records.map(({ planId }) => readAs(textOrNumber, planId)));
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

/** Returns the matching plan of a list: by id, otherwise by name if only one plan has that name. */
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

/** Returns the plan's name from its own record, otherwise from the record of the instance. */
function nameOf(outer: JsonObject | undefined, plan: JsonObject | undefined): PortalText | undefined {
  return (
    (plan && plan !== outer ? readCandidate(plan, fieldCandidates.planName, textOrNumber) : undefined) ??
    (outer && readCandidate(outer, fieldCandidates.planNameOfInstance, textOrNumber))
  );
}

/** Reads one of several plans. The name in the instance's record may belong to another of them. */
function namedIn(outer: JsonObject | undefined, record: JsonObject): NamedPlan {
  const names = record === outer ? fieldCandidates.planNameOfInstance : fieldCandidates.planName;
  return { planId: readAs(id, record.planId), planName: readCandidate(record, names, textOrNumber) };
}

function isSameName(one: string | undefined, other: string): boolean {
  return one?.trim().toLowerCase() === other.trim().toLowerCase();
}

function textOf(value: Json | undefined): string | undefined {
  const text = readAs(textOrNumber, value)?.trim();
  return text === '' ? undefined : text;
}
