import type { Journal } from '../orders/journal';
import type { OrderRecord } from '../orders/record';
import { isUnsettled } from '../orders/record';
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
