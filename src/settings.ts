import { env, workspace } from 'vscode';
import { type CsvSeparator, csvSeparatorOf } from './export/csv';
import type { KeptRecords } from './orders/journal';
import { loopbackPortal } from './portal/baseUrl';
import { type UsableHttpSettings, usableHttpSettings } from './portal/httpRequest';

/**
 * The extension's settings. Where requests go and what is deleted is of scope `application`, all else of scope
 * `machine`: a repository writes the settings of its workspace, and the machine settings of its dev container.
 */
export interface Settings extends UsableHttpSettings {
  /** See parseBaseUrl. */
  readonly apiBaseUrl: string;
  readonly keptRecords: KeptRecords;
  /** As it is in the settings file: see readProductIds. */
  readonly productIds: unknown;
  readonly csvSeparator: CsvSeparator;
}

/** Reads the settings as they are now. */
export function settings(): Settings {
  const pbx = workspace.getConfiguration('pbx');
  const { PBX_API_BASE_URL: inEnvironment = '' } = process.env;
  const loopback = loopbackPortal(inEnvironment, env.remoteName);
  const isIgnored = inEnvironment !== '' && loopback === undefined;
  const http = usableHttpSettings({
    requestTimeout: pbx.get<unknown>('requestTimeout'),
    userAgent: pbx.get<unknown>('userAgent'),
  });
  return {
    ...http,
    problems: [...http.problems, ...(isIgnored ? [ignoredEnvironment] : [])],
    apiBaseUrl: loopback ?? pbx.get('apiBaseUrl', ''),
    productIds: pbx.get('productIds'),
    csvSeparator: csvSeparatorOf(pbx.get<unknown>('csvSeparator')),
    keptRecords: {
      count: atLeast(0, pbx.get<unknown>('keptRecords'), 500),
      days: atLeast(1, pbx.get<unknown>('keptRecordDays'), 730),
    },
  };
}

/** Without what it holds: that may be a password. */
const ignoredEnvironment =
  'PBX_API_BASE_URL is ignored: it takes the address of a portal on this machine only, and none in a container.';

/** What is no number gives way to the default: nothing is thrown away for a typing error. */
function atLeast(least: number, written: unknown, usual: number): number {
  return typeof written === 'number' && written >= least ? written : usual;
}
