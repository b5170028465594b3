import * as z from 'zod/mini';
import type { Json } from './exactJson';
import { findRecords, firstOfEach } from './findRecords';
import { type Page, readPage } from './pages';
import { filled, readAs, textOrEmpty } from './values';

const area = z.object({
  code: filled,
  id: textOrEmpty,
  name: filled,
});

/** A country as the portal lists it (API guide, countries). Its id is empty when not told. */
export type Area = Readonly<z.infer<typeof area>>;

/** Reads a page of `area/v1/page`: every record that has `code` and `name` is a country. */
export function readAreas(result: Json): Page<Area> {
  const rows = findRecords(result, 'code')
    .map(({ record }) => readAs(area, record))
    .filter((found) => found !== undefined);
  return readPage(
    result,
    firstOfEach(rows, ({ code }) => code),
  );
}
