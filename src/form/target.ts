import type { PortalText } from '../portal/values';
import type { Operation } from '../rules/operationRule';
import type { Subject } from '../rules/table';

/** What the form is opened for. */
export interface FormTarget {
  readonly operation: Operation;
  readonly productId: number;
  /** As the portal names it; empty where it is not known. */
  readonly productName: PortalText;
  /** Serial number of the instance; empty for an order for the product as a whole. */
  readonly productNo: string;
  /** Empty when the portal has no name for it. */
  readonly instanceName: PortalText;
  /** The service to preselect; High Availability's id is looked up. */
  readonly service: { readonly serviceId: string } | 'highAvailability' | undefined;
}

export function subjectOf({ productNo }: Pick<FormTarget, 'productNo'>): Subject {
  return productNo === '' ? 'product' : 'instance';
}
