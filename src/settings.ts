import { workspace } from 'vscode';
import type { CsvSeparator } from './export/csv';
import { csvSeparatorOf } from './export/csv';
import type { KeptRecords } from './orders/journal';
import type { UsableHttpSettings } from './portal/httpSettings';
import { usableHttpSettings } from './portal/httpSettings';

/** The extension's settings, all of scope `machine`. */
export interface Settings extends UsableHttpSettings {
  readonly apiBaseUrl: string;
  readonly keptRecords: KeptRecords;
  /** As it is in the settings file: see readProductIds. */
  readonly productIds: unknown;
  readonly csvSeparator: CsvSeparator;
}

/** Reads the settings as they are now. */
export function settings(): Settings {
  const pbx = workspace.getConfiguration('pbx');
  return {
    apiBaseUrl: pbx.get('apiBaseUrl', ''),
    ...usableHttpSettings({
      requestTimeout: pbx.get<unknown>('requestTimeout'),
      userAgent: pbx.get<unknown>('userAgent'),
    }),
    productIds: pbx.get('productIds'),
    csvSeparator: csvSeparatorOf(pbx.get<unknown>('csvSeparator')),
    keptRecords: {
      count: atLeast(0, pbx.get<unknown>('keptRecords'), 500),
      days: atLeast(1, pbx.get<unknown>('keptRecordDays'), 730),
    },
  };
}

/** What is no number gives way to the default: nothing is thrown away for a typing error. */
function atLeast(least: number, written: unknown, usual: number): number {
  return typeof written === 'number' && written >= least ? written : usual;
}
