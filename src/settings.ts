import { readProductIds } from './portal/catalogue';
import { env, workspace } from 'vscode';
import { type CsvSeparator, csvSeparatorOf } from './export/csv';
import type { Retention } from './orders/retention';
import { loopbackPortal } from './portal/baseUrl';
import { isOwnMachine } from './portal/ownMachine';
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
  /** Days before the end of a subscription in which views warn and the user is notified; 0 for neither. */
  readonly renewalNoticeDays: number;
  /** When the output is revealed after an order has ended. */
  readonly revealOutput: RevealOutput;
}

/** `onProblem`: unless the order was placed, with the status `succeed` or, in a bulk order, `pending`. */
export type RevealOutput = (typeof revealOutputs)[number];
const revealOutputs = ['always', 'onProblem', 'never'] as const;

/** Returns the products that the setting adds to the portal's list, and logs the entries that are no product ids. */
export function configuredProductIds(log: { warn(message: string): void }): readonly number[] {
  const { productIds, ignored } = readProductIds(settings().productIds);
  if (ignored.length > 0) {
    log.warn(`The setting pbx.productIds takes whole positive numbers; ignored: ${ignored.join(', ')}`);
  }
  return productIds;
}

/** Reads the current settings. */
export function settings(): Settings {
  const pbx = workspace.getConfiguration('pbx');
  const { PBX_API_BASE_URL: inEnvironment = '', PBX_JOURNAL_FOLDER: journal = '' } = process.env;
  const loopback = loopbackPortal(inEnvironment, env.remoteName);
  const ignored = [
    ...(inEnvironment !== '' && loopback === undefined ? [ignoredAddress] : []),
    ...(journal !== '' && !isOwnMachine(env.remoteName) ? [ignoredJournal] : []),
  ];
  const http = validHttpSettings({
    requestTimeout: pbx.get<unknown>('requestTimeout'),
    userAgent: pbx.get<unknown>('userAgent'),
  });
  return {
    ...http,
    problems: [...http.problems, ...ignored],
    apiBaseUrl: loopback ?? pbx.get('apiBaseUrl', ''),
    productIds: pbx.get('productIds'),
    csvSeparator: csvSeparatorOf(pbx.get<unknown>('csvSeparator')),
    renewalNoticeDays: atLeast(0, pbx.get<unknown>('renewalNoticeDays'), 30),
    revealOutput: revealOutputs.find((one) => one === pbx.get<unknown>('revealOutput')) ?? 'always',
    keptRecords: {
      count: atLeast(0, pbx.get<unknown>('keptRecords'), 500),
      days: atLeast(1, pbx.get<unknown>('keptRecordDays'), 730),
    },
  };
}

/** Leaves out the value of the variable, because that may contain a password. */
const ignoredAddress =
  'PBX_API_BASE_URL is ignored: it takes the address of a portal on this machine only, and none in a container or another remote window.';

const ignoredJournal =
  'PBX_JOURNAL_FOLDER is ignored: it moves no journal in a container or another remote window.';

/** Returns a setting, or the default if it is not a number or is too low: a typing error must not delete anything. */
function atLeast(least: number, written: unknown, usual: number): number {
  return typeof written === 'number' && written >= least ? written : usual;
}
