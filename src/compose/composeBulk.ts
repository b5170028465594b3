import { askToPlace } from '../form/bulk/askToPlace';
import { BulkPanels } from '../form/bulk/bulkPanels';
import { logOutcome } from '../form/outcomeLog';
import { settings } from '../settings';
import { explain } from '../text/failureTexts';
import type { Activation } from './activation';
import { type FormServices, orderPageDeps, reconcileNow } from './formServices';

/** Builds the bulk orders. */
export function composeBulk(activation: Activation, services: FormServices): BulkPanels {
  const { log } = activation;
  const { client, orders, instances } = services;
  const { journal, locks, placement, runs, view } = orders;
  return new BulkPanels({
    ...orderPageDeps(activation, services),
    runs,
    askToPlace,
    settingsNow: () => [settings().apiBaseUrl, settings().userAgent].join('\n'),
    run: { client, placement, journal, locks, files: runs, log, explain },
    rowEnded: ({ productId, productNo }, { outcome, entryId }, isFirstProblem) => {
      logOutcome(log, outcome);
      if (isFirstProblem && settings().revealOutput !== 'never') {
        log.show(true);
      }
      instances.instanceChanged(productId, productNo);
      if (outcome.kind === 'unknown') {
        reconcileNow(activation, services, entryId);
      }
    },
    runEnded: () => void view.refresh(),
  });
}
