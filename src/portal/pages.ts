import { type Json, isObject } from './exactJson';
import { readAs, wholeNumber } from './values';
import * as l10n from '@vscode/l10n';
import { PortalError } from './errors';

/** One page of rows, and what the portal tells about how many there are. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Rows in all; undefined when the portal does not tell, or what it tells does not fit its rows and pages. */
  readonly total: number | undefined;
  /** Pages in all; undefined when the portal does not tell. */
  readonly totalPage: number | undefined;
}

/**
 * Reads the counters of the page envelope (API guide, page envelope) wherever in `result` they stand. A
 * reply without them is one page that tells nothing of others.
 *
 * The guide does not say what `count` counts: where it is no more than the rows of the page, it may count just these.
 */
export function readPage<Row>(result: Json, rows: readonly Row[]): Page<Row> {
  const { total, count, totalPage } = findCounters(result);
  const told = total ?? (count !== undefined && count > rows.length ? count : undefined);
  // Each page before the last has as many rows as this one, or more.
  const least = Math.max(rows.length, rows.length * ((totalPage ?? 1) - 1) + 1);
  const fits = rows.length === 0 || (told !== undefined && told >= least);
  return { rows, total: fits ? told : undefined, totalPage };
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

/** A page of a list that could not be loaded, while all of them were asked for. */
export class PageError extends Error {
  override readonly name = 'PageError';

  constructor(
    readonly pageNo: number,
    override readonly cause: PortalError,
  ) {
    super(`page ${pageNo}: ${cause.message}`, { cause });
  }

  sentence(): string {
    return l10n.t('Page {page} could not be loaded. {reason}', {
      page: this.pageNo,
      reason: this.cause.sentence(),
    });
  }
}

/** Names the page in what the portal's failure tells; any other error stays as it is. */
export function inPage(pageNo: number, error: unknown): unknown {
  return error instanceof PortalError ? new PageError(pageNo, error) : error;
}
