import { type Json, isObject } from './exactJson';
import { readAs, wholeNumber } from './values';
import * as l10n from '@vscode/l10n';
import { ExplainedError, PortalError } from './errors';

/** One page of rows, with the totals that the portal reports. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /**
   * Total number of rows; undefined if the portal does not report it, or reports one that contradicts its rows and
   * pages.
   */
  readonly total: number | undefined;
  /** Total number of pages; undefined if the portal does not report it. */
  readonly totalPage: number | undefined;
}

/**
 * Reads the counters of the page envelope (API guide, page envelope), wherever they are in `result`. Without counters,
 * the totals are unknown.
 *
 * The guide does not say what `count` means: a value that does not exceed the number of rows may count only this page.
 */
export function readPage<Row>(result: Json, rows: readonly Row[]): Page<Row> {
  const { total, count, totalPage } = findCounters(result);
  const rowCount = total ?? (count !== undefined && count > rows.length ? count : undefined);
  // Every page before the last has at least as many rows as this one.
  const leastTotal = Math.max(rows.length, rows.length * ((totalPage ?? 1) - 1) + 1);
  const fits = rows.length === 0 || (rowCount !== undefined && rowCount >= leastTotal);
  return { rows, total: fits ? rowCount : undefined, totalPage };
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

/** A page could not be loaded while all pages of a list were being read. */
export class PageError extends ExplainedError {
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

/** Adds the page number to a PortalError; any other error is returned unchanged. */
export function withPageNumber(pageNo: number, error: unknown): unknown {
  return error instanceof PortalError ? new PageError(pageNo, error) : error;
}
