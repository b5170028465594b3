import type { Product } from './catalogue/product';
import type { OrderStatus } from './orderBook';
import { refusedParameter, type Json } from './reply';

/** One row of the table of endpoints. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** Segments in braces are parameters: `/get/{id}`. */
  readonly path: string;
  /** The query parameters that it takes; any other is refused. */
  readonly query: readonly string[];
  /** The media types that a POST takes. */
  readonly mediaTypes: readonly string[];
  /** Whether the call needs an access token; all but the token call do. */
  readonly needsToken: boolean;
  /** Answers with the `result`; throws Refusal. */
  readonly answer: (call: Call) => Json;
}

/** A call whose path, method, headers and names of parameters are already found right. */
export interface Call {
  /** Path and query parameters; an empty one counts as not sent. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly contentType: string;
  readonly body: string;
  /** What becomes of an order that the call places. */
  readonly orderStatus: OrderStatus;
}

/** Which slice of the rows was asked for; both count from 1. */
interface PageAsked {
  readonly pageNo: number;
  readonly pageSize: number;
}

const largestPage = 100;

export const pageParameters = ['pageNo', 'pageSize'] as const;

/** A GET for signed-in callers. */
export function read(path: string, query: readonly string[], answer: Endpoint['answer']): Endpoint {
  return { method: 'GET', path, query, mediaTypes: [], needsToken: true, answer };
}

/** A POST of JSON for signed-in callers. */
export function act(path: string, answer: Endpoint['answer']): Endpoint {
  return { method: 'POST', path, query: [], mediaTypes: ['application/json'], needsToken: true, answer };
}

export function required({ parameters }: Call, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) {
    throw refusedParameter(name, 'required', 'must not be null');
  }
  return value;
}

/** The product that `productId` names. */
export function requiredProduct(call: Call, products: readonly Product[]): Product {
  const productId = required(call, 'productId');
  if (!/^\d+$/.test(productId)) {
    throw refusedParameter('productId', 'type', 'must be an integer');
  }
  return known(
    'productId',
    products.find((product) => product.productId === productId),
  );
}

/** @throws Refusal when a value that names something names nothing here */
export function known<Thing>(field: string, thing: Thing | undefined): Thing {
  if (thing === undefined) {
    throw refusedParameter(field, 'unknown', 'unknown');
  }
  return thing;
}

/** @throws Refusal when the parameter is there and is none of the choices */
export function oneOf<Choice extends string>(
  call: Call,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = call.parameters.get(name);
  const choice = choices.find((candidate) => candidate === value);
  if (value !== undefined && choice === undefined) {
    throw refusedParameter(name, 'oneof', `must be one of ${choices.join(', ')}`);
  }
  return choice;
}

/** API guide: the first page by default, 25 rows a page. */
export function pageAsked(call: Call): PageAsked {
  return {
    pageNo: counted(call, 'pageNo', 1, Number.MAX_SAFE_INTEGER),
    pageSize: counted(call, 'pageSize', 25, largestPage),
  };
}

/**
 * One page of rows (API guide: Response, page envelope).
 * @param count how many rows all pages have together
 */
export function pageOf(rows: readonly Json[], count: number, { pageNo, pageSize }: PageAsked): Json {
  return { count, pageNo, pageSize, results: rows, total: count, totalPage: Math.ceil(count / pageSize) };
}

function counted({ parameters }: Call, name: string, fallback: number, most: number): number {
  const value = parameters.get(name);
  if (value === undefined) {
    return fallback;
  }
  if (!/^\d+$/.test(value)) {
    throw refusedParameter(name, 'type', 'must be an integer');
  }
  const count = Number(value);
  if (count < 1) {
    throw refusedParameter(name, 'min', 'must be at least 1');
  }
  if (count > most) {
    throw refusedParameter(name, 'max', `must be at most ${most}`);
  }
  return count;
}
