import { ExplainedError } from '../portal/errors';
import { l10n } from 'vscode';
import { explain } from '../text/failureTexts';
import { countText, rowsText } from '../text/counts';
import * as z from 'zod/mini';
import { type OrderKnowledge, type OrderRow, instancesText, orderRows, ordersText } from '../export/exports';
import { orderKinds } from '../orders/orderFacts';
import {
  type FilterVerdict,
  type OrderFilter,
  applyFilter,
  emptyFilter,
  filterableFromEntry,
  filterableFromPortalOrder,
  periods,
} from '../tree/orderFilter';
import { askExportFilter } from './filterOrders';
import type { ReceivedInstance } from '../portal/instances';
import type { ReportProgress } from './cancellableProgress';
import { type ExportOptions, type Exported, exportFile, missingRowsText } from './exportFile';
import type { PortalText } from '../portal/values';
import type { Journal } from '../orders/journal';
import { journalEntriesFor } from '../tree/journalRows';
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
class ProductError extends ExplainedError {
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
    rows:
      instances.length === 1 ? l10n.t('1 instance') : l10n.t('{0} instances', countText(instances.length)),
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
  /** What is known about orders beyond their rows. */
  readonly known: OrderKnowledge;
}

/** The argument that a script or key binding may pass: which orders to export. Without it, the user is asked. */
const scripted = z
  .object({
    file: z.optional(z.string()),
    operations: z.optional(z.array(z.enum(orderKinds))),
    periods: z.optional(z.array(z.enum(periods))),
  })
  .check(
    // The menu of the view passes the focused row.
    z.refine((given) => Object.values(given).some((value) => value !== undefined)),
  );

/** Exports the portal's orders and this machine's journal entries to a file. The filter of the view is ignored. */
export async function exportOrders(parts: ExportOrdersDeps, argument: unknown): Promise<void> {
  const given = z.safeParse(scripted, argument).data;
  const filter = given
    ? { ...emptyFilter, kinds: new Set(given.operations ?? []), periods: new Set(given.periods ?? []) }
    : await askExportFilter();
  if (filter) {
    await exportFile(ordersExport(parts, filter), argument);
  }
}

/** Returns how to export the orders that a filter shows. */
function ordersExport(
  { session, log, journal, source, known }: ExportOrdersDeps,
  filter: OrderFilter = emptyFilter,
): ExportOptions {
  const load = async (signal: AbortSignal, report: ReportProgress): Promise<Exported> => {
    const list = source();
    await journal.load();
    await list.loadAll(signal, () => {
      const { rows, total } = list;
      report(rowsText(rows.length, total), total ? Math.min(1, rows.length / total) : 0);
    });
    const all = orderRows(list.rows, journalEntriesFor(journal, session.state), known);
    const { rows, undecided } = filtered(all, filter);
    return {
      rows: rows.length === 1 ? l10n.t('1 order') : l10n.t('{0} orders', countText(rows.length)),
      remark: [missingRowsText([list]), undecidedText(undecided)].filter((part) => part !== '').join(' '),
      text: (format, separator, onUnreadable) => ordersText(rows, format, separator, onUnreadable),
    };
  };
  return {
    session,
    log,
    load,
    title: l10n.t('Export Orders'),
    name: 'pbx-orders',
  };
}

/** Returns the rows that a filter shows, and how many it cannot decide on. Those of unknown outcome always stay. */
function filtered(
  all: readonly OrderRow[],
  filter: OrderFilter,
): { readonly rows: readonly OrderRow[]; readonly undecided: number } {
  const judged = all.map((row) => ({ row, verdict: verdictOn(filter, row) }));
  return {
    rows: judged.flatMap(({ row, verdict }) => (verdict === 'shown' ? [row] : [])),
    undecided: judged.filter(({ verdict }) => verdict === 'undecided').length,
  };
}

function verdictOn(filter: OrderFilter, { order, entry, facts }: OrderRow): FilterVerdict {
  if (order) {
    return applyFilter(
      filter,
      filterableFromPortalOrder(order, entry, () => undefined, facts),
    );
  }
  return entry ? applyFilter(filter, filterableFromEntry(entry, undefined)) : 'hidden';
}

function undecidedText(count: number): string {
  return count === 0
    ? ''
    : l10n.t('Left out because the portal does not report their operation or time: {0}.', countText(count));
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
