import { LosslessNumber } from 'lossless-json';
import type { Json } from './reply';

/** How replies are dressed. None of this is documented, so a client must cope with every combination. */
export interface SandboxShape {
  /**
   * `lists`: plans and services beside each other; `nested`: services inside their plan, deeper wrappers;
   * `renamed`: other names for containers and fields, and one more wrapper.
   */
  readonly containers: 'lists' | 'nested' | 'renamed';
  /** Ids whose type is not documented, and amounts, as JSON strings or as bare numbers. */
  readonly ids: 'text' | 'number';
  /** The documented page envelope, the plain array of rows, or `total` and `results` only. */
  readonly pages: 'envelope' | 'array' | 'totals';
  /** `told`: instances and services carry plan, extensions, expiry and limits; `untold`: documented fields only. */
  readonly details: 'told' | 'untold';
}

export const defaultShape: SandboxShape = {
  containers: 'lists',
  ids: 'text',
  pages: 'envelope',
  details: 'told',
};

/** Which slice of the rows was asked for; both count from 1. */
export interface PageAsked {
  readonly pageNo: number;
  readonly pageSize: number;
}

/** @param digits a decimal id of any length */
export function dressId(shape: SandboxShape, digits: string): Json {
  return shape.ids === 'text' ? digits : BigInt(digits);
}

/** @param cents a whole number of hundredths; written with two decimals: `125.00` */
export function dressAmount(shape: SandboxShape, cents: number): Json {
  const amount = `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  return shape.ids === 'text' ? amount : new LosslessNumber(amount);
}

/** One page of rows (API guide: Response, page envelope). */
export function dressPage(
  shape: SandboxShape,
  rows: readonly Json[],
  count: number,
  { pageNo, pageSize }: PageAsked,
): Json {
  switch (shape.pages) {
    case 'envelope':
      return { count, pageNo, pageSize, results: rows, total: count, totalPage: Math.ceil(count / pageSize) };
    case 'array':
      return rows;
    case 'totals':
      return { results: rows, total: count };
  }
}

/** A list that the guide types as one object: contacts, users, regions. */
export function dressList(shape: SandboxShape, name: string, rows: readonly Json[]): Json {
  switch (shape.containers) {
    case 'lists':
      return rows;
    case 'nested': {
      const { length } = rows;
      return { count: length, pageNo: 1, pageSize: 25, results: rows, total: length, totalPage: 1 };
    }
    case 'renamed':
      return { data: { [name]: rows } };
  }
}
