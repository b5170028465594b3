import { l10n } from 'vscode';
import { orderRows, ordersText } from '../export/orders';
import type { Journal } from '../orders/journal';
import { recordsOf } from '../views/records';
import type { PortalOrder } from '../portal/portalOrders';
import type { ReportRows } from './cancellableProgress';
import { type ExportOptions, type Exported, exportFile } from './exportFile';
import { missingRows, rowsText } from './rowsText';

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
