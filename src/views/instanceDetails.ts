import { l10n } from 'vscode';
import { explain } from '../explain';
import type { Catalogue } from '../portal/catalogue';
import type { InstanceDetail } from '../portal/instances';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import type { TraceLog } from '../portal/traceLog';
import { pricedBySerialNumber } from '../rules/products';
import { needsSignIn, timeText } from './failureTexts';
import { instanceServices } from './instanceServices';
import type { InstanceRow } from './rows/instanceRow';
import { MessageRow } from './rows/messageRow';
import type { Row } from './rows/row';

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
