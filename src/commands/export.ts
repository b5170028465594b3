import { l10n } from 'vscode';
import { explain } from '../text/failureTexts';
import { instancesText } from '../export/instances';
import type { ReceivedInstance } from '../portal/instances';
import type { ReportRows } from './cancellableProgress';
import { type ExportOptions, type Exported, exportFile, missingRows, rowsText } from './exportFile';
import type { PortalText } from '../portal/values';
import { orderRows, ordersText } from '../export/orders';
import type { Journal } from '../orders/journal';
import { recordsOf } from '../tree/recordGroup';
import type { PortalOrder } from '../portal/portalOrders';
import type { PortalClient } from '../portal/client';
import { type InstanceLists, instanceList } from '../tree/instanceLists';
import pLimit from 'p-limit';
import { type PagedList, pagesAtOnce } from '../portal/pagedList';

/** The instances of one product, in a list that was made for this export. */
export interface ProductInstances {
  readonly productId: number;
  readonly list: PagedList<ReceivedInstance>;
}

export interface ExportInstancesParts extends Pick<ExportOptions, 'session' | 'log'> {
  /** New lists of all products: what the views have loaded may be old. @throws an error with a sentence */
  readonly sources: () => Promise<readonly ProductInstances[]>;
}

/** The instances of one of several products could not be loaded. */
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

/** Writes all instances to a file. */
export async function exportInstances(parts: ExportInstancesParts, argument: unknown): Promise<void> {
  await exportFile(instancesExport(parts), argument);
}

/** What is written, and how it is loaded. */
export function instancesExport({ session, log, sources }: ExportInstancesParts): ExportOptions {
  return {
    ...{ session, log },
    title: l10n.t('Export Instances'),
    name: 'pbx-instances',
    load: async (signal, report) => load(await sources(), signal, report),
  };
}

/** Milliseconds between two looks at how far a list is: each one puts its pages together. */
const lookEvery = 300;

/** One product after the other, so that no more than a few requests are under way at once. */
async function load(
  sources: readonly ProductInstances[],
  signal: AbortSignal,
  report: ReportRows,
): Promise<Exported> {
  for (const [index, { productId, list }] of sources.entries()) {
    let lastLook = 0;
    const tell = () => {
      if (Date.now() - lastLook >= lookEvery) {
        lastLook = Date.now();
        const { rows, total } = list;
        const share = total ? Math.min(1, rows.length / total) : 0;
        report(
          placeText(productId, index, sources.length, rowsText(rows.length, total)),
          (index + share) / sources.length,
        );
      }
    };
    const listening = list.onDidLoad(tell);
    try {
      tell();
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
    remark: missingRows(sources.map(({ list }) => list)),
    text: (format, separator, untold) => instancesText(instances, format, separator, untold),
  };
}

/** How far one of the lists is, and which of them it is where there are several. */
function placeText(productId: number, index: number, count: number, rows: string): string {
  return count === 1 ? rows : l10n.t('product {0} ({1} of {2}): {3}', productId, index + 1, count, rows);
}

/** The portal's orders, in a list that nothing has been loaded into yet. */
export interface OrderSource {
  readonly rows: readonly PortalOrder[];
  /** Orders that the portal has; undefined when it does not tell. */
  readonly total: number | undefined;
  /** Loads all pages. @throws an error with a sentence */
  loadAll(signal: AbortSignal, onPages: () => void): Promise<void>;
}

export interface ExportOrdersParts extends Pick<ExportOptions, 'session' | 'log'> {
  readonly journal: Journal;
  /** A list made for this export: what the view has loaded may be old. */
  readonly source: () => OrderSource;
}

/** Writes the portal's orders and this machine's records to a file, whatever the view's filter shows. */
export async function exportOrders(parts: ExportOrdersParts, argument: unknown): Promise<void> {
  await exportFile(ordersExport(parts), argument);
}

/** What is written, and how it is loaded. */
export function ordersExport({ session, log, journal, source }: ExportOrdersParts): ExportOptions {
  const load = async (signal: AbortSignal, report: ReportRows): Promise<Exported> => {
    const list = source();
    await journal.load();
    await list.loadAll(signal, () => {
      const { rows, total } = list;
      report(rowsText(rows.length, total), total ? Math.min(1, rows.length / total) : 0);
    });
    const rows = orderRows(list.rows, recordsOf(journal, session.state));
    return {
      rows: rows.length === 1 ? l10n.t('1 order') : l10n.t('{0} orders', rows.length),
      remark: missingRows([list]),
      text: (format, separator, untold) => ordersText(rows, format, separator, untold),
    };
  };
  return { ...{ session, log, load }, title: l10n.t('Export All Orders'), name: 'pbx-orders' };
}

/** A list for each product, none of its pages loaded, whose rows keep what the portal returned. */
export async function productInstances(
  lists: InstanceLists,
  client: PortalClient,
): Promise<ProductInstances[]> {
  await lists.open();
  const limit = pLimit(pagesAtOnce);
  const source = { instances: client.receivedInstances.bind(client) };
  return lists.products.map(({ productId }) => ({ productId, list: instanceList(source, productId, limit) }));
}
