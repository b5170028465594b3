import { LosslessNumber } from 'lossless-json';
import type { Json, JsonObject } from '../portal/exactJson';
import type { Instance, ReceivedInstance } from '../portal/instances';
import { cellOf, type CsvSeparator, csvText, type ExportFormat } from './csv';
import { furtherColumns, ownValue, jsonRows, writeRows, type OnUnwritable } from './exportRows';

const columns = ['productId', 'productNo', 'name', 'activationStatus', 'planName'] as const;

/**
 * Writes instances as the text of a file (API guide, purchased products). CSV: the columns that the views show, then
 * the other fields of the portal's rows (see furtherColumns). JSON: the same columns, and the row exactly as received.
 *
 * @param onUnwritable Called for each row that cannot be written, so that the file contains only its serial number.
 */
export function instancesText(
  instances: readonly ReceivedInstance[],
  format: ExportFormat,
  separator: CsvSeparator = ',',
  onUnwritable: OnUnwritable = () => undefined,
): string {
  switch (format) {
    case 'csv': {
      const further = furtherColumns(instances, {
        names: columns,
        received: ({ raw }) => raw,
        known: knownOf,
      });
      return csvText(
        [...columns, ...further.names],
        writeRows(
          instances,
          (instance) => {
            const known = knownOf(instance);
            return [...columns.map((column) => cellOf(known[column])), ...further.cellsOf(instance)];
          },
          (instance) => {
            const names = namesOf(instance);
            return [
              ...columns.map((column) => cellOf(ownValue(names, column))),
              ...further.names.map(() => ''),
            ];
          },
          onUnwritable,
        ),
        separator,
      );
    }
    case 'json':
      return jsonRows(
        instances,
        (instance) => ({ ...knownOf(instance), received: instance.raw }),
        namesOf,
        onUnwritable,
      );
  }
}

/** Returns the fields that identify an instance whose row cannot be written. */
function namesOf({ productNo }: Instance): JsonObject {
  return { productNo };
}

function knownOf({
  productId,
  productNo,
  name,
  activationStatus,
  planName,
}: Instance): Record<(typeof columns)[number], Json> {
  return {
    productId: new LosslessNumber(String(productId)),
    productNo,
    name,
    activationStatus,
    planName: planName ?? null,
  };
}
