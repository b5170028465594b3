import { firstOfEach } from './findRecords';
import type { Page } from './pages';

/** The portal's default page size (API guide, page envelope). */
export const pageSize = 25;

/** Maximum number of concurrent requests; the portal's rate limits are not known. */
const maxConcurrent = 4;

/** At most 25,000 rows: a portal that keeps sending pages after that is repeating itself. */
const maxPages = 1000;

/**
 * Reads every page of a list. The first page is read alone. If the portal reports the number of pages, the others are
 * read a few at a time, otherwise one after the other. A page without new rows is the last one.
 *
 * @param ask Requests one page; pages count from 1.
 * @returns The rows in the portal's order, each key once.
 * @throws Whatever `ask` throws; no further page is requested after that.
 */
export async function readAllPages<Row>(
  ask: (page: { readonly pageNo: number; readonly pageSize: number }) => Promise<Page<Row>>,
  keyOf: (row: Row) => string,
): Promise<Row[]> {
  const first = await ask({ pageNo: 1, pageSize });
  const pages = new Map([[1, first.rows]]);
  const known = new Set(first.rows.map(keyOf));
  const pageCount = pageCountOf(first);
  const last = Math.min(pageCount ?? maxPages, maxPages);
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
  await Promise.all(Array.from({ length: pageCount === undefined ? 1 : maxConcurrent }, worker));
  const inOrder = [...pages].sort(([one], [other]) => one - other);
  return firstOfEach(
    inOrder.flatMap(([, rows]) => rows),
    keyOf,
  );
}

function pageCountOf({ rows, total, totalPage }: Page<unknown>): number | undefined {
  return totalPage ?? (total === undefined ? undefined : Math.ceil(total / Math.max(rows.length, 1)));
}
