import { LosslessNumber } from 'lossless-json';
import type { Json } from '../portal/exactJson';
import { printExact } from '../portal/exactJson';
import type { Instance, ReceivedInstance } from '../portal/instances';
import { cellOf, type CsvSeparator, csvText } from './csv';
import type { ExportFormat } from './format';
import { furtherColumns, ownValue } from './furtherColumns';

const columns = ['productId', 'productNo', 'name', 'activationStatus', 'planName'] as const;

/**
 * Instances as the text of a file (API guide, purchased products). CSV: what the views show of them, then whatever else
 * the portal's rows hold, each under its own name. JSON: the same columns, and the row exactly as received.
 */
export function instancesText(
  instances: readonly ReceivedInstance[],
  format: ExportFormat,
  separator: CsvSeparator = ',',
): string {
  switch (format) {
    case 'csv': {
      const further = furtherColumns(
        instances.map(({ raw }) => raw),
        columns,
      );
      return csvText(
        [...columns, ...further],
        instances.map((instance) => {
          const known = knownOf(instance);
          return [
            ...columns.map((column) => cellOf(known[column])),
            ...further.map((column) => cellOf(ownValue(instance.raw, column))),
          ];
        }),
        separator,
      );
    }
    case 'json':
      return `${printExact(
        instances.map((instance) => ({ ...knownOf(instance), received: instance.raw })),
        2,
      )}\n`;
  }
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
