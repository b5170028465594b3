import type { Catalogue, Service } from '../portal/catalogue';
import type { InstanceDetail } from '../portal/instances';
import { firstOfEach } from '../portal/findRecords';
import { findPlan } from '../portal/runningPlan';
import type { Id } from '../portal/values';
import type { InstanceRow } from './rows/instanceRow';
import { PlanRow } from './rows/planRow';
import type { Row } from './rows/row';
import { type Subscription, ServiceRow } from './rows/serviceRow';

/**
 * The rows below an instance: its plan, the services that it is subscribed to, then those that it could be.
 *
 * @param detail Undefined when it could not be looked up.
 * @param catalogue Undefined when it could not be looked up.
 */
export function instanceServices(
  parent: InstanceRow,
  detail: InstanceDetail | undefined,
  catalogue: Catalogue | undefined,
): Row[] {
  const plan = detail && findPlan(catalogue?.plans ?? [], detail);
  const rows = servicesOf(detail, plan?.planId, catalogue).map(
    (service) => [service, subscriptionOf(service, detail)] as const,
  );
  const inOrder = [
    ...rows.filter(([, subscription]) => subscription === 'subscribed'),
    ...rows.filter(([, subscription]) => subscription !== 'subscribed'),
  ];
  return [
    ...(detail ? [new PlanRow(parent, detail.planName ?? plan?.name ?? detail.planId, detail)] : []),
    ...inOrder.map(([service, subscription]) => new ServiceRow(parent, service, subscription)),
  ];
}

/** Services of the current plan, or of all plans where that one is not told, and subscribed ones in any case. */
function servicesOf(
  detail: InstanceDetail | undefined,
  runningId: Id | undefined,
  catalogue: Catalogue | undefined,
): Service[] {
  const current = runningId ?? detail?.planId;
  const offered = (catalogue?.services ?? []).filter(
    ({ planId }) => planId === undefined || current === undefined || planId === current,
  );
  const named = [...(detail?.subscribed ?? []), ...(detail?.unclear ?? [])];
  const others = named.map(([serviceId, name]): Service => ({
    serviceId,
    name,
    pricingId: undefined,
    planId: undefined,
    purchaseType: undefined,
    raw: {},
  }));
  return firstOfEach([...offered, ...others], ({ serviceId }) => serviceId);
}

function subscriptionOf({ serviceId }: Service, detail: InstanceDetail | undefined): Subscription {
  if (detail?.subscribed === undefined) {
    return 'unknown';
  }
  if (detail.unclear?.has(serviceId) === true) {
    return 'unclear';
  }
  return detail.subscribed.has(serviceId) ? 'subscribed' : 'available';
}
