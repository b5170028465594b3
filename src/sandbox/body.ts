import { isLosslessNumber, parse, stringify } from 'lossless-json';
import { refusedParameter, type Refusal } from './reply';

/**
 * The type of a field. `integer`: a JSON integer without quotes. `id`: an integer or text, where the guide does not say
 * which. `object`: kept as JSON text, to be read with `readFields`.
 */
export type FieldKind = 'integer' | 'text' | 'id' | 'boolean' | 'object';

/** The values of one object in a request; integers keep the digits that were sent. */
export class Fields<Name extends string> {
  /** @param place the prefix for field names in refusals: `serviceList[1].` */
  constructor(
    private readonly values: ReadonlyMap<Name, string>,
    private readonly place = '',
  ) {}

  get names(): readonly Name[] {
    return [...this.values.keys()];
  }

  /** Returns the value of a field, or undefined when it was not sent. */
  get(name: Name): string | undefined {
    return this.values.get(name);
  }

  /** Returns the value of a field. @throws Refusal when it was not sent or is empty */
  required(name: Name): string {
    const value = this.values.get(name);
    if (value === undefined || value === '') {
      throw this.refused(name, 'required', 'must not be null');
    }
    return value;
  }

  /** Returns what the field refers to. @throws Refusal when it is undefined */
  known<Thing>(name: Name, thing: Thing | undefined): Thing {
    if (thing === undefined) {
      throw this.refused(name, 'unknown', 'unknown');
    }
    return thing;
  }

  /** Returns a refusal of one of this object's fields, with the prefix in its name. */
  refused(name: Name, tag: string, problem: string): Refusal {
    return refusedParameter(`${this.place}${name}`, tag, problem);
  }
}

/** A body with a `serviceList`: orders and price calculations. */
export interface ServiceListBody<Name extends string, ItemName extends string> {
  readonly fields: Fields<Name>;
  /** When there is only one item, refusals name its fields without a prefix: `quantity`. */
  readonly items: readonly Fields<ItemName>[];
}

type Kinds<Name extends string> = Readonly<Record<Name, FieldKind>>;

/**
 * Reads a JSON body without rounding any number.
 *
 * @param text the exact text of the body
 * @param kinds every field that the body may have besides `serviceList`
 * @param itemKinds every field that an item of `serviceList` may have
 * @throws Refusal that names the first field that is unknown or of the wrong type
 */
export function readBody<Name extends string, ItemName extends string>(
  text: string,
  kinds: Kinds<Name>,
  itemKinds: Kinds<ItemName>,
): ServiceListBody<Name, ItemName> {
  const { serviceList, ...others } = parsedObject(text);
  const fields = fieldsOf(others, kinds, '');
  if (serviceList === undefined) {
    throw refusedParameter('serviceList', 'required', 'must not be null');
  }
  if (!Array.isArray(serviceList) || !serviceList.every(isObject)) {
    throw refusedParameter('serviceList', 'type', 'must be an array of objects');
  }
  if (serviceList.length === 0) {
    throw refusedParameter('serviceList', 'min', 'must not be empty');
  }
  const items = serviceList.map((item, index) =>
    fieldsOf(item, itemKinds, serviceList.length === 1 ? '' : `serviceList[${index}].`),
  );
  return { fields, items };
}

/**
 * Reads the text of one JSON object.
 *
 * @param kinds every field that it may have
 * @param place its place in the body, used as the prefix for field names in refusals
 * @throws Refusal that names the first field that is unknown or of the wrong type
 */
export function readFields<Name extends string>(text: string, kinds: Kinds<Name>, place = ''): Fields<Name> {
  return fieldsOf(parsedObject(text), kinds, place);
}

function parsedObject(text: string): Record<string, unknown> {
  const body = parsed(text);
  if (!isObject(body)) {
    throw refusedParameter('body', 'json', 'must be a JSON object');
  }
  return body;
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw refusedParameter('body', 'json', 'cannot be read as JSON');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}

function fieldsOf<Name extends string>(
  record: Readonly<Record<string, unknown>>,
  kinds: Kinds<Name>,
  place: string,
): Fields<Name> {
  const isKnown = (name: string): name is Name => Object.hasOwn(kinds, name);
  const values = new Map<Name, string>();
  for (const [name, value] of Object.entries(record)) {
    if (!isKnown(name)) {
      throw refusedParameter(`${place}${name}`, 'unknown', 'unknown field');
    }
    values.set(name, readField(`${place}${name}`, kinds[name], value));
  }
  return new Fields(values, place);
}

function readField(name: string, kind: FieldKind, value: unknown): string {
  const integer = isLosslessNumber(value) && /^-?\d+$/.test(value.value) ? value.value : undefined;
  switch (kind) {
    case 'integer':
      if (integer !== undefined) {
        return integer;
      }
      throw refusedParameter(name, 'type', 'must be an integer without quotes');
    case 'text':
      if (typeof value === 'string') {
        return value;
      }
      throw refusedParameter(name, 'type', 'must be a string');
    case 'id':
      if (integer !== undefined || typeof value === 'string') {
        return integer ?? String(value);
      }
      throw refusedParameter(name, 'type', 'must be an integer or a string');
    case 'boolean':
      if (typeof value === 'boolean') {
        return String(value);
      }
      throw refusedParameter(name, 'type', 'must be true or false');
    case 'object':
      if (isObject(value)) {
        return stringify(value) ?? '';
      }
      throw refusedParameter(name, 'type', 'must be an object');
  }
}
