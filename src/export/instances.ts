import { LosslessNumber } from 'lossless-json';
import type { Json, JsonObject } from '../portal/exactJson';
import type { Instance, ReceivedInstance } from '../portal/instances';
import { cellOf, type CsvSeparator, csvText, type ExportFormat } from './csv';
import { furtherColumns, ownValue, jsonList, toldRows, type Untold } from './toldRows';

const columns = ['productId', 'productNo', 'name', 'activationStatus', 'planName'] as const;

/**
 * Instances as the text of a file (API guide, purchased products). CSV: what the views show of them, then whatever else
 * the portal's rows hold (see furtherColumns). JSON: the same columns, and the row exactly as received.
 *
 * @param untold Told of each row of which the file has its serial number alone, since the rest cannot be told.
 */
export function instancesText(
  instances: readonly ReceivedInstance[],
  format: ExportFormat,
  separator: CsvSeparator = ',',
  untold: Untold = () => undefined,
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
        toldRows(
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
          untold,
        ),
        separator,
      );
    }
    case 'json':
      return jsonList(
        instances,
        (instance) => ({ ...knownOf(instance), received: instance.raw }),
        namesOf,
        untold,
      );
  }
}

/** What names an instance whose row cannot be told. */
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
