import type { FormValues } from '../../orders/formValues';
import type { BulkOrder } from './bulkOrder';
import type { BulkDraft } from './contract';

/**
 * Returns what the page saves of a bulk order.
 *
 * @param common The common values that the user chose.
 */
export function draftOf({ about, rows, run, runId, ownSession }: BulkOrder, common: FormValues): BulkDraft {
  const { operation, targets } = about;
  const service = targets[0]?.service;
  return {
    form: 'bulkOrder',
    operation,
    service: service === undefined || service === 'highAvailability' ? (service ?? '') : service.serviceId,
    targets: targets.map(({ productId, productName, productNo, instanceName }) => ({
      productId,
      productName,
      productNo,
      instanceName,
    })),
    common: { ...common },
    own: rows.map(({ entered }) => ({ ...entered })),
    unticked: rows.flatMap(({ isTicked }, index) => (isTicked ? [] : [index])),
    run: run?.head.id ?? '',
    runId,
    owner: ownSession.owner,
  };
}
