import type { Json } from './exactJson';
import { isObject } from './exactJson';
import { readAs, wholeNumber } from './values';

/** One page of rows, and what the portal tells about how many there are. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Rows in all; undefined when the portal does not tell. */
  readonly total: number | undefined;
  /** Pages in all; undefined when the portal does not tell. */
  readonly totalPage: number | undefined;
}

/**
 * Reads the counters of the page envelope (API guide, page envelope) wherever in `result` they stand. A
 * reply without them is one page that tells nothing of others.
 */
export function readPage<Row>(result: Json, rows: readonly Row[]): Page<Row> {
  const counters = findCounters(result);
  return { rows, total: counters.total ?? counters.count, totalPage: counters.totalPage };
}

interface Counters {
  total?: number | undefined;
  count?: number | undefined;
  totalPage?: number | undefined;
}

function findCounters(value: Json): Counters {
  if (!isObject(value)) {
    return {};
  }
  const read = (key: string) => readAs(wholeNumber, value[key]);
  const counters = { total: read('total'), count: read('count'), totalPage: read('totalPage') };
  if (Object.values(counters).some((counter) => counter !== undefined)) {
    return counters;
  }
  for (const inner of Object.values(value)) {
    const found = findCounters(inner);
    if (Object.keys(found).length > 0) {
      return found;
    }
  }
  return {};
}
