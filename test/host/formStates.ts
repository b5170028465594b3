import assert from 'node:assert/strict';
import type { FormState, Review } from '../../src/form/contract';
import type { FormModel } from '../../src/form/stage';
import type { OrderForm } from '../../src/form/orderForm';
import type { FormValues } from '../../src/orders/formValues';
import { asRead } from '../unit/support/asRead';

export const productNo = '3658B4311196K2ID';

/** The order of the tutorial that this extension started with. */
export const reference: FormValues = {
  productNo,
  connectionPlanId: '3048571730026938368',
  serviceId: '3048573935752720384',
  quantity: '10',
  billingCycle: 'annually',
  billingId: '3197218168379846218',
  poNumber: '',
};

export const referenceBody =
  '{"operationType":"purchase_service","productId":13,"productNo":"3658B4311196K2ID","billingId":3197218168379846218,' +
  '"serviceList":[{"connectionPlanId":3048571730026938368,"serviceType":"service","serviceId":3048573935752720384,' +
  '"quantity":10,"purchaseType":"purchase","billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}';

/** Waits until the form has the wanted state; mocha’s timeout is the limit. */
export async function until(
  form: Pick<FormModel, 'state' | 'onDidChange'>,
  isWanted: (state: FormState) => boolean,
): Promise<void> {
  if (isWanted(form.state)) {
    return;
  }
  await new Promise<void>((resolve) => {
    const listening = form.onDidChange(() => {
      if (isWanted(form.state)) {
        listening.dispose();
        resolve();
      }
    });
  });
}

/** Whether the portal has reported the limit of 10 for the tutorial’s PBX. */
export function isLimitedTo10({ fields }: FormState): boolean {
  return fields.some(({ name, most }) => name === 'quantity' && most === 10);
}

/** Waits until the lookups of the form’s fields have ended. */
export async function untilLookedUp(form: Pick<FormModel, 'state' | 'onDidChange'>): Promise<void> {
  await until(form, ({ fields }) => fields.every(({ status }) => status !== 'loading'));
}

/** Waits for a review that can be placed. */
export async function untilReviewed(form: OrderForm): Promise<Review> {
  await until(form, ({ step }) => step.name === 'review' && step.review.ready);
  const { step } = form.state;
  assert.ok(step.name === 'review');
  return asRead(step.review);
}
