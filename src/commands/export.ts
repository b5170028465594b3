import { l10n } from 'vscode';
import { explain } from '../text/failureTexts';
import { instancesText, orderRows, ordersText } from '../export/exports';
import type { ReceivedInstance } from '../portal/instances';
import type { ReportProgress } from './cancellableProgress';
import { type ExportOptions, type Exported, exportFile, missingRowsText, rowsText } from './exportFile';
import type { PortalText } from '../portal/values';
import type { Journal } from '../orders/journal';
import { journalEntriesFor } from '../tree/journalGroup';
import type { PortalOrder } from '../portal/portalOrders';
import type { PortalClient } from '../portal/client';
import { type InstanceLists, instanceList } from '../tree/instanceLists';
import pLimit from 'p-limit';
import { type PagedList, pagesAtOnce } from '../portal/pagedList';

/** The instances of one product, in a list created for this export. */
export interface ProductInstances {
  readonly productId: number;
  readonly list: PagedList<ReceivedInstance>;
}

export interface ExportInstancesDeps extends Pick<ExportOptions, 'session' | 'log'> {
  /** Returns new lists for all products: those of the views may be outdated. @throws an error with a sentence */
  readonly sources: () => Promise<readonly ProductInstances[]>;
}

/** Names the product whose instances could not be loaded, if the export covers several. */
class ProductError extends Error {
  override readonly name = 'ProductError';

  constructor(
    readonly productId: number,
    override readonly cause: unknown,
  ) {
    super(`product ${productId}: ${String(cause)}`, { cause });
  }

  sentence(): PortalText {
    return l10n.t('Product {0}: {1}', this.productId, explain(this.cause));
  }
}

/** Exports all instances to a file. */
export async function exportInstances(parts: ExportInstancesDeps, argument: unknown): Promise<void> {
  await exportFile(instancesExport(parts), argument);
}

/** Returns how to export all instances. */
export function instancesExport({ session, log, sources }: ExportInstancesDeps): ExportOptions {
  return {
    session,
    log,
    title: l10n.t('Export Instances'),
    name: 'pbx-instances',
    load: async (signal, report) => load(await sources(), signal, report),
  };
}

/** Milliseconds between progress reports. Each one reads `rows`, which joins all pages of the list. */
const reportInterval = 300;

/** Loads one product after the other, so that only a few requests are pending at a time. */
async function load(
  sources: readonly ProductInstances[],
  signal: AbortSignal,
  report: ReportProgress,
): Promise<Exported> {
  for (const [index, { productId, list }] of sources.entries()) {
    let lastReport = 0;
    const reportProgress = () => {
      if (Date.now() - lastReport >= reportInterval) {
        lastReport = Date.now();
        const { rows, total } = list;
        const share = total ? Math.min(1, rows.length / total) : 0;
        report(
          progressText(productId, index, sources.length, rowsText(rows.length, total)),
          (index + share) / sources.length,
        );
      }
    };
    const listening = list.onDidLoad(reportProgress);
    try {
      reportProgress();
      await list.loadAll(signal);
      signal.throwIfAborted();
    } catch (error) {
      throw sources.length === 1 ? error : new ProductError(productId, error);
    } finally {
      listening.dispose();
    }
  }
  const instances = sources.flatMap(({ list }) => list.rows);
  return {
    rows: instances.length === 1 ? l10n.t('1 instance') : l10n.t('{0} instances', instances.length),
    remark: missingRowsText(sources.map(({ list }) => list)),
    text: (format, separator, onUnreadable) => instancesText(instances, format, separator, onUnreadable),
  };
}

/** Returns the progress of one list, with its product if there are several. */
function progressText(productId: number, index: number, count: number, rows: string): string {
  return count === 1 ? rows : l10n.t('product {0} ({1} of {2}): {3}', productId, index + 1, count, rows);
}

/** The portal's orders, in a list with nothing loaded yet. */
export interface OrderSource {
  readonly rows: readonly PortalOrder[];
  /** Number of orders in the portal; undefined if it reports none. */
  readonly total: number | undefined;
  /** Loads all pages. @throws an error with a sentence */
  loadAll(signal: AbortSignal, onPages: () => void): Promise<void>;
}

export interface ExportOrdersDeps extends Pick<ExportOptions, 'session' | 'log'> {
  readonly journal: Journal;
  /** Returns a list created for this export: that of the view may be outdated. */
  readonly source: () => OrderSource;
}

/** Exports the portal's orders and this machine's journal entries to a file. The filter of the view is ignored. */
export async function exportOrders(parts: ExportOrdersDeps, argument: unknown): Promise<void> {
  await exportFile(ordersExport(parts), argument);
}

/** Returns how to export all orders. */
export function ordersExport({ session, log, journal, source }: ExportOrdersDeps): ExportOptions {
  const load = async (signal: AbortSignal, report: ReportProgress): Promise<Exported> => {
    const list = source();
    await journal.load();
    await list.loadAll(signal, () => {
      const { rows, total } = list;
      report(rowsText(rows.length, total), total ? Math.min(1, rows.length / total) : 0);
    });
    const rows = orderRows(list.rows, journalEntriesFor(journal, session.state));
    return {
      rows: rows.length === 1 ? l10n.t('1 order') : l10n.t('{0} orders', rows.length),
      remark: missingRowsText([list]),
      text: (format, separator, onUnreadable) => ordersText(rows, format, separator, onUnreadable),
    };
  };
  return {
    session,
    log,
    load,
    title: l10n.t('Export All Orders'),
    name: 'pbx-orders',
  };
}

/** Returns a list per product, with nothing loaded yet. Its rows keep the JSON that the portal returned. */
export async function productInstances(
  lists: InstanceLists,
  client: PortalClient,
): Promise<ProductInstances[]> {
  await lists.open();
  const limit = pLimit(pagesAtOnce);
  const source = { instances: client.instancesAsReceived.bind(client) };
  return lists.products.map(({ productId }) => ({ productId, list: instanceList(source, productId, limit) }));
}
