import { askToPlace } from '../form/bulk/askToPlace';
import { BulkPanels } from '../form/bulk/bulkPanels';
import type { RememberedChoices } from '../form/rememberedChoices';
import { logOutcome } from '../form/outcomeLog';
import { settings } from '../settings';
import { explain } from '../text/failureTexts';
import { setContextKey } from '../tree/contextKeys';
import type { InstancesView } from '../tree/instancesView';
import type { PortalClient } from '../portal/client';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import type { Activation } from './activation';
import type { OrderServices } from './composeOrders';

/** Builds the bulk orders. */
export function composeBulk(
  { context, log }: Activation,
  deps: {
    readonly client: PortalClient;
    readonly lookups: Lookups;
    readonly session: Session;
    readonly orders: OrderServices;
    readonly instances: InstancesView;
    /** Returns the serial numbers of the loaded instances. */
    readonly serialNumbers: () => readonly string[];
    readonly signIn: () => Promise<void>;
    readonly remembered: RememberedChoices;
  },
): BulkPanels {
  const { client, lookups, session, orders, instances, serialNumbers, signIn, remembered } = deps;
  const { journal, locks, reconciliation, placement, recentOrders, runs, view } = orders;
  return new BulkPanels({
    ...{ client, lookups, session, placement, journal, reconciliation, recentOrders, serialNumbers, explain },
    ...{ extensionUri: context.extensionUri, log, signIn, runs, askToPlace },
    remembered,
    orderReviewed: () => void setContextKey('pbx.orderReviewed', true),
    watchSettling: () => reconciliation.watch(),
    userAgent: () => settings().userAgent,
    settingsNow: () => [settings().apiBaseUrl, settings().userAgent].join('\n'),
    run: { client, placement, journal, locks, files: runs, log, explain },
    rowEnded: ({ productId, productNo }, { outcome, entryId }, isFirstProblem) => {
      logOutcome(log, outcome);
      if (isFirstProblem && settings().revealOutput !== 'never') {
        log.show(true);
      }
      instances.instanceChanged(productId, productNo);
      if (outcome.kind === 'unknown') {
        reconciliation
          .check(entryId === undefined ? [] : [entryId])
          .catch((error: unknown) => log.warn(`Looking for the order: ${String(error)}`));
      }
    },
    runEnded: () => void view.refresh(),
  });
}
