import { OrderPlacement } from '../../../src/orders/place';
import type { Outcome } from '../../../src/orders/outcome';
import { orderBody, readOrder } from '../../../src/orders/request';
import { ruleFor } from '../../../src/orders/rules';
import { takeSnapshot } from '../../../src/orders/snapshot';
import type { Intercept, Reply } from '../../../src/sandbox/server';
import type { Parts } from './portal';
import { highAvailabilityId, referenceValues } from './reference';
import type { ScriptedSandbox } from './sandboxes';
import { savePath } from './sandboxes';

const rule = ruleFor({ serviceId: highAvailabilityId, name: 'High Availability' });

/** Places an order as it was reviewed a moment ago; `between` happens after the review. */
export async function place(
  parts: Parts,
  options: {
    values?: Partial<typeof referenceValues>;
    snapshot?: boolean;
    between?: () => unknown;
  } = {},
): Promise<Outcome> {
  const body = orderBody(readOrder({ ...referenceValues, ...options.values }), rule);
  const { signInId } = await parts.session.authorization();
  const before = options.snapshot === false ? undefined : await takeSnapshot(parts.client);
  await options.between?.();
  return new OrderPlacement(parts.client, parts.session).place({ body, signInId, before });
}

/** Has each order answered like this. */
export function onSave(portal: ScriptedSandbox, intercept: Intercept): void {
  portal.intercept = (request, process, response) =>
    request.path === savePath ? intercept(request, process, response) : process();
}

/** Processes the request first, then answers in another way. */
export function after(answer: (reply: Reply) => Reply): Intercept {
  return (_request, process) => answer(process());
}
