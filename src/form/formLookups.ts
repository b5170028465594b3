import { operationTraits } from '../rules/table';
import { type Disposable, Emitter } from '../portal/emitter';
import type { Plan, Terms } from '../portal/catalogue';
import type { Lookups } from '../portal/lookups';
import type { Id } from '../portal/values';
import { productsPricedBySerialNumber } from '../rules/operationRule';
import {
  type FormInput,
  certainExtensions,
  chosenPlan,
  orderedServices,
  rulesOf,
  formRule,
  type FormTarget,
} from './facts';
import { valueOf } from '../orders/formValues';
import { type Lookup, type FormAnswers, noAnswers } from './formAnswers';

/**
 * Fewest characters of a serial number that is looked up. Those in the API guide have 16; a much shorter text is still
 * being typed.
 */
const shortestSerialNumber = 8;

type LookupKey = Exclude<keyof FormAnswers, 'terms'>;

interface TermsQuery {
  /** The plan that the terms were looked up for. */
  readonly planId: Id | undefined;
  readonly ask: () => Promise<Terms | undefined>;
}

/** The lookups of one form, with their answers. */
export class FormLookups implements Disposable {
  private current: FormAnswers = noAnswers;
  /** Latest terms query, by the id of the plan or service. */
  private readonly termsQueries = new Map<string, TermsQuery>();
  /** The serial number that the catalogue was last looked up for. */
  private catalogueProductNo: string | undefined;
  /** Incremented by each reset, so that answers to earlier lookups are ignored. */
  private resetCount = 0;
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly lookups: Lookups,
    private readonly target: FormTarget,
  ) {}

  get lookedUp(): FormAnswers {
    return this.current;
  }

  /** Looks up in parallel everything that the fields need and that is not known yet. */
  load(facts: Omit<FormInput, 'lookedUp'>): void {
    const { target, lookups } = this;
    const topLevels = rulesOf(facts).map(({ topLevel }) => topLevel);
    if (target.productNo !== '') {
      this.track('detail', lookups.instanceDetail(target.productId, target.productNo));
    }
    if (this.current.catalogue.status === 'failed') {
      this.catalogueProductNo = undefined;
    }
    this.lookUpCatalogue(facts);
    if (topLevels.length > 0) {
      this.track('contacts', lookups.billingContacts());
    }
    if (topLevels.some(({ partnerId, assignId }) => partnerId === 'optional' || assignId === 'optional')) {
      this.track('partners', lookups.partners());
    }
    if (topLevels.some(({ orderPceSpecialRequest }) => orderPceSpecialRequest === 'required')) {
      this.track('regions', lookups.regions());
    }
  }

  /**
   * Looks up the details of the PBX and the quantity limits again; does nothing when the order is for no single PBX.
   * Rejects when the lookup of the details fails.
   */
  async askDetail(): Promise<void> {
    const { lookups } = this;
    const { productId, productNo } = this.target;
    if (productNo !== '') {
      const answer = lookups.freshInstanceDetail(productId, productNo);
      this.track('detail', answer);
      lookups.forgetTerms(productId, productNo);
      const terms = [...this.termsQueries].map(([id, query]) => this.storeTerms(id, { ...query }));
      await Promise.all([answer, ...terms]);
    }
  }

  /** Discards all answers, since they belong to another account. */
  reset(): void {
    this.resetCount++;
    this.current = noAnswers;
    this.termsQueries.clear();
    this.catalogueProductNo = undefined;
  }

  /**
   * Looks up what depends on the values: the plans for a serial number, and the limits of what is chosen. Does not
   * repeat a lookup.
   */
  follow(facts: Omit<FormInput, 'lookedUp'>): void {
    this.lookUpCatalogue(facts);
    this.lookUpTerms({ ...facts, lookedUp: this.current });
  }

  dispose(): void {
    this.changed.dispose();
  }

  private lookUpCatalogue({ values }: Omit<FormInput, 'lookedUp'>): void {
    const { productId } = this.target;
    const isBySerialNumber = productsPricedBySerialNumber.includes(productId);
    const productNo = isBySerialNumber ? this.target.productNo || valueOf(values, 'productNo').trim() : '';
    if (productNo === this.catalogueProductNo) {
      return;
    }
    this.catalogueProductNo = productNo;
    // The plans of one serial number must not be offered for another.
    this.current = { ...this.current, catalogue: { status: 'unasked' } };
    if (isBySerialNumber && productNo.length < shortestSerialNumber) {
      return;
    }
    this.track(
      'catalogue',
      this.lookups.catalogue(productId, productNo === '' ? undefined : productNo),
      () => this.catalogueProductNo === productNo,
    );
  }

  private lookUpTerms(facts: FormInput): void {
    const { operation, productId, productNo } = this.target;
    const kind = operationTraits[operation].terms;
    const shape = formRule(facts);
    const plan = chosenPlan(facts);
    if (!kind || !shape) {
      return;
    }
    const of = { productId, ...(productNo === '' ? {} : { productNo }) };
    // The limits of a renewal only serve to find out the number of extensions.
    const isKnown = operation === 'renew' && certainExtensions(facts) !== undefined;
    if (plan && shape.plan && shape.plan.quantity.value !== 'absent' && !isKnown) {
      this.lookUpTermsOnce(plan.planId, plan, () => this.lookups.planTerms(plan, kind, of));
    }
    const { services } = shape;
    if (!services || services.line.quantity.value === 'absent' || operation === 'renew') {
      return;
    }
    for (const service of orderedServices(facts)) {
      const connectionPlan = plan ? { connectionPlanId: plan.planId } : {};
      if (plan || !services.connectionPlanId) {
        this.lookUpTermsOnce(service.serviceId, plan, () =>
          this.lookups.serviceTerms(service, kind, { ...of, ...connectionPlan }),
        );
      }
    }
  }

  /**
   * Looks up terms unless the latest lookup was for the same plan: the terms of a service hold for one plan only. Until
   * they arrive, only the documented limits apply.
   */
  private lookUpTermsOnce(id: string, plan: Plan | undefined, ask: () => Promise<Terms | undefined>): void {
    const planId = plan?.planId;
    const query = this.termsQueries.get(id);
    if (query && query.planId === planId) {
      return;
    }
    const others = [...this.current.terms].filter(([other]) => other !== id);
    this.current = { ...this.current, terms: new Map(others) };
    void this.storeTerms(id, { planId, ask });
  }

  /** Runs a terms query and stores the limits. Never rejects: without an answer there are no limits. */
  private async storeTerms(id: string, query: TermsQuery): Promise<void> {
    this.termsQueries.set(id, query);
    const terms = await query.ask().catch(() => undefined);
    if (this.termsQueries.get(id) === query) {
      const limits = { least: terms?.quantityLeast, most: terms?.quantityLimit };
      this.current = { ...this.current, terms: new Map([...this.current.terms, [id, limits]]) };
      this.changed.fire(undefined);
    }
  }

  private track<Key extends LookupKey>(
    key: Key,
    answer: Promise<FormAnswers[Key] extends Lookup<infer T> ? T : never>,
    isCurrent: () => boolean = () => true,
  ): void {
    const { resetCount } = this;
    const set = (result: Lookup<unknown>) => {
      if (resetCount === this.resetCount && isCurrent()) {
        this.current = { ...this.current, [key]: result };
        this.changed.fire(undefined);
      }
    };
    // An earlier answer stays until a newer one arrives.
    if (this.current[key].status !== 'ready') {
      set({ status: 'loading' });
    }
    answer.then(
      (value) => set({ status: 'ready', value }),
      (error: unknown) => set({ status: 'failed', error }),
    );
  }
}
