import type { SetAside } from '../orders/damagedFiles';
import type { Journal } from '../orders/journal';
import { type OrderRecord, isUnsettled } from '../orders/record';
import type { SessionState } from '../portal/sessionState';

/**
 * The records that are of use in this session, those of unknown outcome first, then the newest: in the sandbox
 * its own alone, elsewhere none of any sandbox, since these portals end with their windows.
 */
export function recordsOf(journal: Journal, session: SessionState): OrderRecord[] {
  const ofSandbox = session.kind === 'signedIn' && session.kept === 'sandbox' ? session.baseUrl : undefined;
  const records = journal.records.filter(({ sandbox, baseUrl }) =>
    ofSandbox === undefined ? !sandbox : sandbox && baseUrl === ofSandbox,
  );
  return [...records.filter(isUnsettled), ...records.filter((record) => !isUnsettled(record))];
}

/** Files that are quarantined and keep no order from being placed; those that do are among the unreadable entries. */
export function quarantined(journal: Journal): SetAside[] {
  const unreadable = new Set(journal.unreadable.map(({ file }) => file));
  return journal.setAside.filter(({ file }) => !unreadable.has(file));
}
