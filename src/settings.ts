import { workspace } from 'vscode';
import type { KeptRecords } from './orders/journal';
import type { HttpSettings } from './portal/http';

/** The extension's settings, all of scope `machine`. */
export interface Settings extends HttpSettings {
  readonly apiBaseUrl: string;
  readonly keptRecords: KeptRecords;
  /** As it is in the settings file: see readProductIds. */
  readonly productIds: unknown;
}

/** Reads the settings as they are now. */
export function settings(): Settings {
  const pbx = workspace.getConfiguration('pbx');
  return {
    apiBaseUrl: pbx.get('apiBaseUrl', ''),
    requestTimeout: pbx.get('requestTimeout', 30),
    userAgent: pbx.get('userAgent', ''),
    productIds: pbx.get('productIds'),
    keptRecords: { count: pbx.get('keptRecords', 500), days: pbx.get('keptRecordDays', 730) },
  };
}
