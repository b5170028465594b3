import type { FormValues } from '../../../src/orders/formValues';
import type { Operation } from '../../../src/rules/operationRule';
import type { ServiceName } from '../../../src/rules/table';

/** An order of one tutorial: what stands in the form, and the text that reaches the portal. */
export interface TutorialOrder {
  /** The row of the table of rules. */
  readonly tutorial: string;
  readonly operation: Operation;
  readonly productId: number;
  /** Serial number, where the form is opened for an instance. */
  readonly productNo?: string;
  /** The one service of the order. */
  readonly service?: ServiceName;
  /** Services that can be ticked. */
  readonly services?: readonly string[];
  readonly values: FormValues;
  /** The whole body. */
  readonly body: string;
}

/** A billing contact whose id no double holds. */
export const billingId = '3197218168379846219';

/** The subordinate user that the simulated portal begins with. */
export const partnerId = '3197220415588370433';
