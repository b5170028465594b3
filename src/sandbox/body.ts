import { isLosslessNumber, parse } from 'lossless-json';
import { refusedParameter } from './reply';

/** `integer`: a bare JSON integer, never quoted. `id`: an integer or text, where the guide does not say which. */
export type FieldKind = 'integer' | 'text' | 'id' | 'object';

/** The values that were sent, integers digit for digit as they stood in the text. */
export type Fields<Name extends string> = ReadonlyMap<Name, string>;

/** A body with a `serviceList`: orders and price calculations. */
export interface ServiceListBody<Name extends string, ItemName extends string> {
  readonly fields: Fields<Name>;
  readonly items: readonly Fields<ItemName>[];
}

/**
 * Reads a JSON body without rounding any number.
 * @param text the exact text of the body
 * @param kinds every field that the body may have beside `serviceList`
 * @param itemKinds every field that an item of `serviceList` may have
 * @throws Refusal that names the first field that is unknown or of the wrong kind
 */
export function readBody<Name extends string, ItemName extends string>(
  text: string,
  kinds: Readonly<Record<Name, FieldKind>>,
  itemKinds: Readonly<Record<ItemName, FieldKind>>,
): ServiceListBody<Name, ItemName> {
  const body = parsed(text);
  if (!isObject(body)) {
    throw refusedParameter('body', 'json', 'must be a JSON object');
  }
  const { serviceList, ...others } = body;
  const fields = readFields(others, kinds);
  if (serviceList === undefined) {
    throw refusedParameter('serviceList', 'required', 'must not be null');
  }
  if (!Array.isArray(serviceList) || !serviceList.every(isObject)) {
    throw refusedParameter('serviceList', 'type', 'must be an array of objects');
  }
  if (serviceList.length === 0) {
    throw refusedParameter('serviceList', 'min', 'must not be empty');
  }
  return { fields, items: serviceList.map((item) => readFields(item, itemKinds)) };
}

/** @throws Refusal when the field was not sent or is empty */
export function sent<Name extends string>(fields: Fields<Name>, name: Name): string {
  const value = fields.get(name);
  if (value === undefined || value === '') {
    throw refusedParameter(name, 'required', 'must not be null');
  }
  return value;
}

/** A number of things to buy, at least one. */
export function sentQuantity<Name extends string>(fields: Fields<Name | 'quantity'>): number {
  const quantity = Number(sent(fields, 'quantity'));
  if (quantity < 1) {
    throw refusedParameter('quantity', 'min', 'must be at least 1');
  }
  return quantity;
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

function readFields<Name extends string>(
  record: Readonly<Record<string, unknown>>,
  kinds: Readonly<Record<Name, FieldKind>>,
): Fields<Name> {
  const isKnown = (name: string): name is Name => Object.hasOwn(kinds, name);
  const fields = new Map<Name, string>();
  for (const [name, value] of Object.entries(record)) {
    if (!isKnown(name)) {
      throw refusedParameter(name, 'unknown', 'unknown field');
    }
    fields.set(name, readField(name, kinds[name], value));
  }
  return fields;
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
    case 'object':
      if (isObject(value)) {
        return '{}';
      }
      throw refusedParameter(name, 'type', 'must be an object');
  }
}
