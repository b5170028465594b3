import assert from 'node:assert/strict';
import type { Review } from '../../src/form/contract';
import type { OrderForm } from '../../src/form/orderForm';
import type { FormTarget } from '../../src/form/facts';
import type { Composition } from '../../src/compose/compose';
import type { TestPortal } from '../portal/testPortal';
import { asRead } from '../unit/support/asRead';
import { minutesBody } from '../unit/support/portalOrders';
import { headOf } from '../unit/support/entries';
import { productNo, untilLookedUp } from './formStates';

/** Opens a form, by default for a subscription of the tutorial’s PBX, and waits for its lookups. */
export async function formFor(parts: Composition, about: Partial<FormTarget> = {}): Promise<OrderForm> {
  const target: FormTarget = {
    ...{ operation: 'subscribe', productId: 13, productNo, productName: '', instanceName: '' },
    ...{ service: undefined, ...about },
  };
  parts.forms.orders.showFilled(target, {});
  const form = parts.forms.orders.formOf(target);
  assert.ok(form);
  await untilLookedUp(form);
  return form;
}

/** The review that a form shows. */
export function shownReview({ state: { step, fields } }: OrderForm): Review {
  const problems = fields.map(({ problem }) => problem).join('');
  assert.ok(step.name === 'review', `${step.name} ${problems}`);
  return asRead(step.review);
}

/** What is ordered, one fact a line. */
export function summaryOf({ facts }: Review): string {
  return asRead(facts.map(({ label, values }) => `${label}: ${values.join(', ')}`).join('\n'));
}

/** Adds the entry of an order for the same PBX that was not sent. */
export async function leaveEntry(
  { orderServices: { journal } }: Composition,
  { baseUrl }: TestPortal,
): Promise<void> {
  const { id } = await journal.add(headOf({ baseUrl, body: minutesBody(7) }));
  await journal.note(id, { state: 'notSent', at: Date.now(), reason: 'It was called off.' });
}
