import { l10n } from 'vscode';
import { explain, needsSignIn, timeText } from '../text/failureTexts';
import type { Catalogue, Service } from '../portal/catalogue';
import type { InstanceDetail } from '../portal/instances';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import { pricedBySerialNumber } from '../rules/products';
import type { InstanceRow } from './rows/instanceRow';
import { MessageRow, type Row } from './rows/row';
import { firstOfEach } from '../portal/findRecords';
import { findPlan } from '../portal/subscriptions';
import type { Id } from '../portal/values';
import { PlanRow, type Subscription, ServiceRow } from './rows/serviceRow';

/** What the last successful look at an instance told. */
interface Known {
  readonly detail: InstanceDetail;
  readonly catalogue: Catalogue;
  readonly at: Date;
}

/** Looks up what stands below the row of an instance, and remembers it for when that fails. */
export class InstanceDetails {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly parts: {
      readonly lookups: Lookups;
      readonly session: Session;
      readonly log: Pick<TraceLog, 'warn'>;
    },
  ) {}

  /** Plan and services of an instance. Never rejects: a failure is a row. */
  async below(row: InstanceRow): Promise<Row[]> {
    const { lookups, session } = this.parts;
    const { productId, productNo } = row.instance;
    const { state } = session;
    const [detail, catalogue] = await Promise.allSettled([
      lookups.instanceDetail(productId, productNo),
      lookups.catalogue(productId, pricedBySerialNumber.includes(productId) ? productNo : undefined),
    ]);
    if (session.state !== state) {
      return [];
    }
    if (detail.status === 'fulfilled' && catalogue.status === 'fulfilled') {
      this.known.set(row.id, { detail: detail.value, catalogue: catalogue.value, at: new Date() });
      const rows = instanceServices(row, detail.value, catalogue.value);
      return rows.length > 0 ? rows : [MessageRow.empty(row, l10n.t('The portal names no plan or service.'))];
    }
    const failure: unknown = [detail, catalogue].find((look) => look.status === 'rejected')?.reason;
    this.parts.log.warn(`${productNo}: ${String(failure)}`);
    const known = this.known.get(row.id);
    const sentence = known
      ? l10n.t('{0} This is as of {1}.', explain(failure), timeText(known.at))
      : explain(failure);
    const problem = needsSignIn(failure)
      ? MessageRow.signInNeeded(row, sentence)
      : MessageRow.failure(row, sentence, 'pbx.refresh');
    const told = <T>(look: PromiseSettledResult<T>) => (look.status === 'fulfilled' ? look.value : undefined);
    return [
      problem,
      ...instanceServices(row, told(detail) ?? known?.detail, told(catalogue) ?? known?.catalogue),
    ];
  }

  /** Forgets everything: another session. */
  clear(): void {
    this.known.clear();
  }
}

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
