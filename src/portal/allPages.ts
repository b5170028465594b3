import { firstOfEach } from './findRecords';
import type { Page } from './pages';

/** Rows that the portal sends at a time unless told otherwise (API guide, page envelope). */
export const pageSize = 25;

/** Requests under way at once; the portal's limits are not known. */
const sideBySide = 4;

/** 25,000 rows: a portal that goes on beyond repeats itself. */
const mostPages = 1000;

/**
 * Reads every page of a list: the first one, then the others a few at a time where the portal tells how many there
 * are, else one after the other. A page that brings nothing new is the last.
 *
 * @param ask Asks for one page; pages count from 1.
 * @returns The rows in the portal's order, each key once.
 * @throws What `ask` throws; nothing more is asked for then.
 */
export async function readAllPages<Row>(
  ask: (page: { readonly pageNo: number; readonly pageSize: number }) => Promise<Page<Row>>,
  keyOf: (row: Row) => string,
): Promise<Row[]> {
  const first = await ask({ pageNo: 1, pageSize });
  const pages = new Map([[1, first.rows]]);
  const known = new Set(first.rows.map(keyOf));
  const told = pagesOf(first);
  const last = Math.min(told ?? mostPages, mostPages);
  let next = first.rows.length === 0 ? last + 1 : 2;
  const worker = async () => {
    while (next <= last) {
      const pageNo = next++;
      try {
        const { rows } = await ask({ pageNo, pageSize });
        const before = known.size;
        rows.forEach((row) => known.add(keyOf(row)));
        pages.set(pageNo, rows);
        next = known.size === before ? last + 1 : next;
      } catch (error) {
        next = last + 1;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: told === undefined ? 1 : sideBySide }, worker));
  const inOrder = [...pages].sort(([one], [other]) => one - other);
  return firstOfEach(
    inOrder.flatMap(([, rows]) => rows),
    keyOf,
  );
}

function pagesOf({ rows, total, totalPage }: Page<unknown>): number | undefined {
  return totalPage ?? (total === undefined ? undefined : Math.ceil(total / Math.max(rows.length, 1)));
}
