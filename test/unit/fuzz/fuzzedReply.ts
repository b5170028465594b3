import fc from 'fast-check';
import { LosslessNumber } from 'lossless-json';
import { type Json, type JsonObject, isObject } from '../../../src/portal/exactJson';

/** How a reply may differ from that of the simulated portal; none of this is documented. */
export interface Dress {
  /** Names for containers, used in turn. */
  readonly containers: readonly string[];
  readonly ids: 'text' | 'number' | 'mixed';
  /** Wrappers around the whole result, outermost first. */
  readonly wrappers: readonly ('data' | 'page' | 'list')[];
  /** Unknown fields, added to every record. */
  readonly extra: JsonObject;
  /** Undocumented fields that are left out everywhere. */
  readonly dropped: readonly string[];
}

/** Ids, which the guide types as text in one place and as a number in another. */
const idKeys = new Set(['planId', 'serviceId', 'pricingId', 'billingContactId', 'partnerId', 'offeringId']);

/** Fields that the guide does not promise, so that a portal may omit them. */
export const droppable = [
  'comment',
  'planName',
  'serviceName',
  'extensions',
  'expireDate',
  'pricingId',
  'purchaseType',
  'quantity',
  'activationCode',
  'createTime',
] as const;

const containerNames = ['list', 'items', 'rows', 'content', 'records', 'payload', 'elements', 'group'];

export const dresses: fc.Arbitrary<Dress> = fc.record({
  containers: fc.shuffledSubarray(containerNames, { minLength: containerNames.length }),
  ids: fc.constantFrom('text' as const, 'number' as const, 'mixed' as const),
  wrappers: fc.array(fc.constantFrom('data' as const, 'page' as const, 'list' as const), { maxLength: 3 }),
  extra: fc.dictionary(
    fc.constantFrom('remark2', 'flags', 'meta', 'sortOrder', 'creator'),
    fc.oneof(
      fc.string().map((text): Json => text),
      fc.boolean().map((value): Json => value),
      fc.nat().map((value): Json => new LosslessNumber(String(value))),
      fc.constant<Json>(null),
      fc.constant<Json>({ deep: { deeper: [] } }),
      fc.string({ unit: 'binary', maxLength: 40 }).map((text): Json => text),
      fc.constantFrom<Json>('\u202e{"orderNo":"YL1"}', '\ud800', '\u0000', '<b>$(x)[y](z)', '_'.repeat(2000)),
      fc.nat({ max: 120 }).map((depth) => nested(depth)),
    ),
  ),
  dropped: fc.subarray([...droppable]),
});

/** Records and lists nested in each other. */
function nested(depth: number): Json {
  let value: Json = 'inside';
  for (let level = 0; level < depth; level++) {
    value = level % 2 === 0 ? { deeper: value } : [value];
  }
  return value;
}

/** The result in another form; every documented field keeps its name and its value. */
export function dressed(result: Json, dress: Dress): Json {
  let counter = 0;
  const names = new Map<string, string>();
  const nameOf = (key: string): string => {
    const known = names.get(key);
    const name = known ?? dress.containers[names.size % dress.containers.length] ?? key;
    names.set(key, name);
    return name;
  };
  const dressedValue = (key: string, value: Json): Json => {
    if (!idKeys.has(key)) {
      return visit(value);
    }
    const digits =
      typeof value === 'string' ? value : value instanceof LosslessNumber ? value.value : undefined;
    if (digits === undefined) {
      return visit(value);
    }
    counter++;
    const isNumber = dress.ids === 'number' || (dress.ids === 'mixed' && counter % 2 === 0);
    return isNumber ? new LosslessNumber(digits) : digits;
  };
  const visit = (value: Json): Json => {
    if (Array.isArray(value)) {
      return value.map(visit);
    }
    if (!isObject(value)) {
      return value;
    }
    const fields = Object.entries(value).filter(([key]) => !dress.dropped.includes(key));
    return {
      ...dress.extra,
      ...Object.fromEntries(
        fields.map(([key, inner]) => [isContainer(key, inner) ? nameOf(key) : key, dressedValue(key, inner)]),
      ),
    };
  };
  return dress.wrappers.reduceRight<Json>((inner, wrapper) => wrapped(inner, wrapper), visit(result));
}

/** Containers have undocumented names, except for the sub-domains of a region. */
function isContainer(key: string, value: Json): boolean {
  return (
    (isObject(value) || (Array.isArray(value) && value.some((item) => isObject(item)))) && key !== 'region'
  );
}

function wrapped(inner: Json, wrapper: Dress['wrappers'][number]): Json {
  switch (wrapper) {
    case 'data':
      return { data: inner };
    case 'page':
      return { pageNo: new LosslessNumber('1'), pageSize: new LosslessNumber('25'), results: inner };
    case 'list':
      return [inner];
  }
}
