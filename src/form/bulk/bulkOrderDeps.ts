import type { BulkRunDeps } from '../../orders/bulkRun';
import type { RecentOrders } from '../../orders/recentOrders';
import type { Operation } from '../../rules/operationRule';
import type { FormOwner } from '../contract';
import type { FormTarget } from '../facts';
import type { OrderFormDeps } from '../orderForm';
import type { PlaceQuestion } from './askToPlace';
import type { EnteredValues } from './commonFields';

export interface BulkOrderDeps extends Omit<OrderFormDeps, 'recentOrders' | 'orderEnded'> {
  readonly recentOrders: RecentOrders;
  readonly run: Omit<BulkRunDeps, 'endedBy' | 'rowEnded'>;
  /** Returns the settings that decide where and how orders are sent, as a text that can be compared. */
  readonly settingsNow: () => string;
  /** Asks the user in a dialog whether to place these orders. */
  readonly askToPlace: (question: PlaceQuestion) => Promise<boolean>;
  /**
   * Called after each order, even if the page was closed meanwhile. `isFirstProblem`: it is the first of its run that
   * was not placed as expected.
   */
  readonly rowEnded: (
    target: FormTarget,
    ended: Parameters<BulkRunDeps['rowEnded']>[1],
    isFirstProblem: boolean,
  ) => void;
  /** Called when a run has ended, with the targets of all its orders. */
  readonly runEnded: (targets: readonly FormTarget[]) => void;
}

/** What a bulk order is opened for. */
export interface BulkTarget {
  readonly operation: Operation;
  readonly targets: readonly FormTarget[];
  /** What was left out, and why; may be empty. */
  readonly note: string;
  /** Indexes of the targets whose rows start unticked. */
  readonly unticked?: readonly number[];
  readonly entered?: EnteredValues;
  /** The portal and the account that the PBXes belong to; by default, those of the session. */
  readonly owner?: FormOwner | undefined;
}
