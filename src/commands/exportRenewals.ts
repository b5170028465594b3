import { l10n } from 'vscode';
import { renewalsCalendar, renewalsText } from '../export/renewals';
import type { Renewal } from '../renewals/renewalGroups';
import type { RenewalsView } from '../tree/renewalsView';
import { type Exported, type ExportOptions, exportFile } from './exportFile';
import { renewalsOf } from './renew';

export interface ExportRenewalsDeps extends Pick<ExportOptions, 'session' | 'log'> {
  readonly view: Pick<RenewalsView, 'renewals' | 'whenOpen'>;
}

/**
 * Exports renewals to a file: those of the rows that the command was called for, otherwise those that the view shows. Sends
 * no request: the file contains what was last read.
 */
export async function exportRenewals(
  { session, log, view }: ExportRenewalsDeps,
  argument: unknown,
  selected: unknown,
): Promise<void> {
  const load = async () => {
    await view.whenOpen();
    const chosen = renewalsOf(argument, selected);
    const renewals = chosen.length > 0 ? chosen : view.renewals();
    return exported(renewals, session.state.kind === 'signedOut' ? '' : session.state.baseUrl);
  };
  await exportFile(
    { session, log, load, title: l10n.t('Export Renewals'), name: 'pbx-renewals', hasCalendar: true },
    argument,
  );
}

function exported(renewals: readonly Renewal[], baseUrl: string): Exported {
  const withoutDay = renewals.filter(({ date }) => date.day === undefined).length;
  return {
    rows: renewals.length === 1 ? l10n.t('1 PBX') : l10n.t('{0} PBXes', renewals.length),
    remark:
      withoutDay === 0
        ? ''
        : l10n.t('PBXes without a known end date, which a calendar leaves out: {0}.', withoutDay),
    text: (format, separator, onUnreadable) => renewalsText(renewals, format, separator, onUnreadable),
    calendar: () => renewalsCalendar(renewals, baseUrl),
  };
}
