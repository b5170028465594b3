import { env, workspace } from 'vscode';
import { type CsvSeparator, csvSeparatorOf } from './export/csv';
import type { Retention } from './orders/retention';
import { loopbackPortal } from './portal/baseUrl';
import { type ValidHttpSettings, validHttpSettings } from './portal/httpRequest';

/**
 * The extension's settings. Those that decide where requests go and what is deleted have the scope `application`, all
 * others the scope `machine`: a repository can set workspace settings, and the machine settings of its dev container.
 */
export interface Settings extends ValidHttpSettings {
  /** The address of the portal; see parseBaseUrl. */
  readonly apiBaseUrl: string;
  readonly keptRecords: Retention;
  /** The value in the settings file, unchecked; see readProductIds. */
  readonly productIds: unknown;
  readonly csvSeparator: CsvSeparator;
}

/** Reads the current settings. */
export function settings(): Settings {
  const pbx = workspace.getConfiguration('pbx');
  const { PBX_API_BASE_URL: inEnvironment = '' } = process.env;
  const loopback = loopbackPortal(inEnvironment, env.remoteName);
  const isIgnored = inEnvironment !== '' && loopback === undefined;
  const http = validHttpSettings({
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

/** Leaves out the value of the variable, because that may contain a password. */
const ignoredEnvironment =
  'PBX_API_BASE_URL is ignored: it takes the address of a portal on this machine only, and none in a container.';

/** Returns a setting, or the default if it is not a number or is too low: a typing error must not delete anything. */
function atLeast(least: number, written: unknown, usual: number): number {
  return typeof written === 'number' && written >= least ? written : usual;
}
