import { isDeepStrictEqual } from 'node:util';
import { l10n } from 'vscode';
import { explain, needsSignIn } from '../text/failureTexts';
import { timeOfDayText } from '../text/dateTexts';
import type { Catalogue, Service } from '../portal/catalogue';
import type { InstanceDetail } from '../portal/instances';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import { isSameSession } from '../portal/sessionTokens';
import type { TraceLog } from '../portal/traceLog';
import { productsPricedBySerialNumber } from '../rules/operationRule';
import type { InstanceRow, KnownDetails } from './rows/instanceRow';
import { Emitter } from '../portal/emitter';
import { MessageRow, type Row } from './rows/row';
import { uniqueBy } from '../portal/findRecords';
import { findPlan } from '../portal/subscriptions';
import type { Id } from '../portal/values';
import { PlanRow, type Subscription, ServiceRow } from './rows/serviceRow';

/** The result of the last successful lookup of an instance. */
interface LastKnown {
  readonly detail: InstanceDetail;
  readonly catalogue: Catalogue;
  readonly at: Date;
}

/** Looks up the plan and services of instances, and keeps the last result for when a lookup fails. */
export class InstanceDetails {
  private readonly known = new Map<string, LastKnown>();
  private readonly changed = new Emitter<InstanceRow>();

  /** Fires for each row whose details changed, or were read for the first time. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly deps: {
      readonly lookups: Lookups;
      readonly session: Session;
      readonly log: Pick<TraceLog, 'warn'>;
    },
  ) {}

  /** Returns the plan and service rows of an instance. Never rejects: a failure becomes a row. */
  async below(row: InstanceRow): Promise<Row[]> {
    const { lookups, session } = this.deps;
    const { productId, productNo } = row.instance;
    const { state } = session;
    const [detail, catalogue] = await Promise.allSettled([
      lookups.instanceDetail(productId, productNo),
      lookups.catalogue(productId, productsPricedBySerialNumber.includes(productId) ? productNo : undefined),
    ]);
    if (!isSameSession(session.state, state)) {
      return [];
    }
    if (detail.status === 'fulfilled' && catalogue.status === 'fulfilled') {
      const isNew = !isDeepStrictEqual(this.known.get(row.id)?.detail, detail.value);
      this.known.set(row.id, { detail: detail.value, catalogue: catalogue.value, at: new Date() });
      if (isNew) {
        // Once VS Code has the rows: some versions lose the rows of an element that changes while they are being read.
        setImmediate(() => this.changed.fire(row));
      }
      const rows = instanceServices(row, detail.value, catalogue.value);
      return rows.length > 0 ? rows : [MessageRow.empty(row, l10n.t('The portal lists no plan or service.'))];
    }
    const failure: unknown = [detail, catalogue].find((result) => result.status === 'rejected')?.reason;
    this.deps.log.warn(`${productNo}: ${String(failure)}`);
    const known = this.known.get(row.id);
    const sentence = known
      ? l10n.t('{0} Last loaded at {1}.', explain(failure), timeOfDayText(known.at))
      : explain(failure);
    const problem = needsSignIn(failure)
      ? MessageRow.signInNeeded(row, sentence)
      : MessageRow.failure(row, sentence, 'pbx.refresh');
    const valueOf = <T>(result: PromiseSettledResult<T>) =>
      result.status === 'fulfilled' ? result.value : undefined;
    return [
      problem,
      ...instanceServices(row, valueOf(detail) ?? known?.detail, valueOf(catalogue) ?? known?.catalogue),
    ];
  }

  /** Returns the latest details of the row with this id; undefined if they have not been read. */
  of(rowId: string): KnownDetails | undefined {
    return this.known.get(rowId);
  }

  /** Forgets all results, because they belong to another session. */
  clear(): void {
    this.known.clear();
  }
}

/**
 * Returns the rows below an instance: its plan, then its subscribed services, then the other services.
 *
 * @param detail Undefined if the lookup failed.
 * @param catalogue Undefined if the lookup failed.
 */
function instanceServices(
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

/** Returns the services of the current plan, or of all plans if it is unknown, and always the subscribed ones. */
function servicesOf(
  detail: InstanceDetail | undefined,
  cataloguePlanId: Id | undefined,
  catalogue: Catalogue | undefined,
): Service[] {
  const current = cataloguePlanId ?? detail?.planId;
  const offered = (catalogue?.services ?? []).filter(
    ({ planId }) => planId === undefined || current === undefined || planId === current,
  );
  const fromDetail = [...(detail?.subscribed ?? []), ...(detail?.unclear ?? [])];
  const others = fromDetail.map(([serviceId, name]): Service => ({
    serviceId,
    name,
    pricingId: undefined,
    planId: undefined,
    purchaseType: undefined,
    raw: {},
  }));
  return uniqueBy([...offered, ...others], ({ serviceId }) => serviceId);
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
