import type { Json, JsonObject } from './exactJson';
import { fieldCandidates, readCandidate } from './fieldCandidates';
import { type Id, type PortalText, id, readAs, textual } from './values';

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
