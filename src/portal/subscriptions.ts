import type { Json, JsonObject } from './exactJson';
import { fieldCandidates, readCandidate, type FoundRecord, findRecords } from './findRecords';
import { type Id, type PortalText, id, readAs, textual, idFrom } from './values';

/** Services with their names where the portal provides them, by id. */
export type NamedServices = ReadonlyMap<Id, PortalText | undefined>;

/** What a detail says of the services that it names. */
export interface Subscriptions {
  /** Services that the instance is subscribed to. */
  readonly subscribed: NamedServices;
  /** Services of which the reply says something that is not understood, or two things that differ. */
  readonly unclear: NamedServices;
}

type Said = 'subscribed' | 'notSubscribed' | 'unclear';

/** In lower case without blanks and hyphens; what is in neither list is not understood. */
const yes: ReadonlySet<string> = new Set([
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
const no: ReadonlySet<string> = new Set([
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

/** The records of services that a detail names. */
export interface NamedRecords {
  readonly own: readonly JsonObject[];
  /** Those with the serial number of another instance: what they say is said of that one. */
  readonly others: readonly JsonObject[];
}

/**
 * Reads whether an instance is subscribed to the services that its detail names (API guide, product detail, which
 * documents none of this). A record that says nothing of it counts as a subscription, since the detail names it among
 * what the instance has; elsewhere, as in a list of what could be added, it is unclear.
 *
 * @param had The records that stand among what the instance has.
 * @returns Undefined when nothing is said of any.
 */
export function readSubscriptions(
  had: readonly JsonObject[],
  { own, others }: NamedRecords,
): Subscriptions | undefined {
  const services = new Map<Id, { name: PortalText | undefined; said: Set<Said> }>();
  const ofOthers = new Set(others);
  for (const record of [...own, ...others]) {
    const serviceId = readAs(id, record.serviceId);
    if (serviceId !== undefined) {
      const known = services.get(serviceId);
      const name = known?.name ?? readCandidate(record, fieldCandidates.serviceName, textual);
      const said = ofOthers.has(record) ? [] : saidBy(record);
      services.set(serviceId, { name, said: new Set([...(known?.said ?? []), ...said]) });
    }
  }
  const hadIds = new Set(had.map((record) => readAs(id, record.serviceId)));
  if (had.length === 0 && [...services.values()].every(({ said }) => said.size === 0)) {
    return undefined;
  }
  const of = (wanted: Said): NamedServices =>
    new Map(
      [...services].flatMap(([serviceId, { name, said }]) =>
        together(said, hadIds.has(serviceId) ? 'subscribed' : 'unclear') === wanted
          ? [[serviceId, name] as const]
          : [],
      ),
    );
  return { subscribed: of('subscribed'), unclear: of('unclear') };
}

/** @param unsaid What it is where nothing is said. */
function together(said: ReadonlySet<Said>, unsaid: Said): Said {
  const [first, ...others] = said;
  return others.length > 0 ? 'unclear' : (first ?? unsaid);
}

function saidBy(record: JsonObject): Said[] {
  const named = fieldCandidates.subscribed.flatMap((name) => {
    const value = record[name];
    return value === undefined ? [] : [meaningOf(wordOf(value))];
  });
  // A status may be about anything: as a number it says nothing that can be understood.
  const status = fieldCandidates.serviceStatus.flatMap((name) => {
    const word = wordOf(record[name] ?? null);
    return word === '' ? [] : [/^\d+$/.test(word) ? 'unclear' : meaningOf(word)];
  });
  return [...named, ...status];
}

function meaningOf(word: string): Said {
  if (yes.has(word)) {
    return 'subscribed';
  }
  return no.has(word) ? 'notSubscribed' : 'unclear';
}

function wordOf(value: Json): string {
  const text = typeof value === 'boolean' ? String(value) : readAs(textual, value);
  return (text ?? '')
    .toLowerCase()
    .trim()
    .replaceAll(/(?<=\w)[\s_-]+(?=\w)/g, '');
}

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
