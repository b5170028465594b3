import { operationTraits } from '../rules/table';
import { type Disposable, Emitter } from '../portal/emitter';
import type { Plan, Terms } from '../portal/catalogue';
import type { Lookups } from '../portal/lookups';
import type { Id } from '../portal/values';
import { pricedBySerialNumber } from '../rules/products';
import {
  type FormFacts,
  certainExtensions,
  chosenPlan,
  orderedServices,
  rulesOf,
  shapeOf,
  type FormTarget,
} from './facts';
import { valueOf } from '../orders/formValues';
import { type Look, type LookedUp, nothingLookedUp } from './lookedUp';

/** Those in the guide have 16 characters; what is far shorter is still being typed. */
const shortestSerialNumber = 8;

type Question = Exclude<keyof LookedUp, 'terms'>;

interface AskedTerms {
  /** The plan that they were asked for with. */
  readonly planId: Id | undefined;
  readonly ask: () => Promise<Terms | undefined>;
}

/** What one form has asked the portal, and the answers so far. */
export class FormLookups implements Disposable {
  private current: LookedUp = nothingLookedUp;
  /** How the terms of plans and services were asked for last. */
  private readonly askedTerms = new Map<string, AskedTerms>();
  /** The serial number that the catalogue was asked for last. */
  private catalogueOf: string | undefined;
  /** Counts what makes older answers worthless. */
  private generation = 0;
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly lookups: Lookups,
    private readonly target: FormTarget,
  ) {}

  get lookedUp(): LookedUp {
    return this.current;
  }

  /** Asks side by side for everything that the fields need and that is not known yet. */
  load(facts: Omit<FormFacts, 'lookedUp'>): void {
    const { target, lookups } = this;
    const topLevels = rulesOf(facts).map(({ topLevel }) => topLevel);
    if (target.productNo !== '') {
      this.look('detail', lookups.instanceDetail(target.productId, target.productNo));
    }
    if (this.current.catalogue.status === 'failed') {
      this.catalogueOf = undefined;
    }
    this.askCatalogue(facts);
    if (topLevels.length > 0) {
      this.look('contacts', lookups.billingContacts());
    }
    if (topLevels.some(({ partnerId, assignId }) => partnerId === 'optional' || assignId === 'optional')) {
      this.look('partners', lookups.partners());
    }
    if (topLevels.some(({ orderPceSpecialRequest }) => orderPceSpecialRequest === 'required')) {
      this.look('regions', lookups.regions());
    }
  }

  /**
   * Asks anew what the PBX is and has, and which quantities it takes by now; at once where the order is for none.
   * Rejects when the portal does not tell the former.
   */
  async askDetail(): Promise<void> {
    const { lookups } = this;
    const { productId, productNo } = this.target;
    if (productNo !== '') {
      const answer = lookups.freshInstanceDetail(productId, productNo);
      this.look('detail', answer);
      lookups.forgetTerms(productId, productNo);
      const terms = [...this.askedTerms].map(([id, asked]) => this.takeTerms(id, { ...asked }));
      await Promise.all([answer, ...terms]);
    }
  }

  /** Forgets all answers: they are another account's. */
  reset(): void {
    this.generation++;
    this.current = nothingLookedUp;
    this.askedTerms.clear();
    this.catalogueOf = undefined;
  }

  /** Asks for what depends on the values: plans of a serial number, limits of what is chosen; each once. */
  follow(facts: Omit<FormFacts, 'lookedUp'>): void {
    this.askCatalogue(facts);
    this.askTerms({ ...facts, lookedUp: this.current });
  }

  dispose(): void {
    this.changed.dispose();
  }

  private askCatalogue({ values }: Omit<FormFacts, 'lookedUp'>): void {
    const { productId } = this.target;
    const isBySerialNumber = pricedBySerialNumber.includes(productId);
    const productNo = isBySerialNumber ? this.target.productNo || valueOf(values, 'productNo').trim() : '';
    if (productNo === this.catalogueOf) {
      return;
    }
    this.catalogueOf = productNo;
    // The plans of one serial number must not be offered for another.
    this.current = { ...this.current, catalogue: { status: 'unasked' } };
    if (isBySerialNumber && productNo.length < shortestSerialNumber) {
      return;
    }
    this.look(
      'catalogue',
      this.lookups.catalogue(productId, productNo === '' ? undefined : productNo),
      () => this.catalogueOf === productNo,
    );
  }

  private askTerms(facts: FormFacts): void {
    const { operation, productId, productNo } = this.target;
    const kind = operationTraits[operation].terms;
    const shape = shapeOf(facts);
    const plan = chosenPlan(facts);
    if (!kind || !shape) {
      return;
    }
    const of = { productId, ...(productNo === '' ? {} : { productNo }) };
    // A renewal's limits only tell the number of extensions.
    const isTold = operation === 'renew' && certainExtensions(facts) !== undefined;
    if (plan && shape.plan && shape.plan.quantity.value !== 'absent' && !isTold) {
      this.ask(plan.planId, plan, () => this.lookups.planTerms(plan, kind, of));
    }
    const { services } = shape;
    if (!services || services.line.quantity.value === 'absent' || operation === 'renew') {
      return;
    }
    for (const service of orderedServices(facts)) {
      const connectionPlan = plan ? { connectionPlanId: plan.planId } : {};
      if (plan || !services.connectionPlanId) {
        this.ask(service.serviceId, plan, () =>
          this.lookups.serviceTerms(service, kind, { ...of, ...connectionPlan }),
        );
      }
    }
  }

  /** Without terms only the documented limits hold; a service's are told for one plan and hold for no other. */
  private ask(id: string, plan: Plan | undefined, question: () => Promise<Terms | undefined>): void {
    const planId = plan?.planId;
    const asked = this.askedTerms.get(id);
    if (asked && asked.planId === planId) {
      return;
    }
    const others = [...this.current.terms].filter(([other]) => other !== id);
    this.current = { ...this.current, terms: new Map(others) };
    void this.takeTerms(id, { planId, ask: question });
  }

  /** Never rejects: what is not told limits nothing. */
  private async takeTerms(id: string, asked: AskedTerms): Promise<void> {
    this.askedTerms.set(id, asked);
    const terms = await asked.ask().catch(() => undefined);
    if (this.askedTerms.get(id) === asked) {
      const limits = { least: terms?.quantityLeast, most: terms?.quantityLimit };
      this.current = { ...this.current, terms: new Map([...this.current.terms, [id, limits]]) };
      this.changed.fire(undefined);
    }
  }

  private look<Key extends Question>(
    key: Key,
    answer: Promise<LookedUp[Key] extends Look<infer T> ? T : never>,
    isWanted: () => boolean = () => true,
  ): void {
    const { generation } = this;
    const set = (look: Look<unknown>) => {
      if (generation === this.generation && isWanted()) {
        this.current = { ...this.current, [key]: look };
        this.changed.fire(undefined);
      }
    };
    // What is there stays until there is something newer.
    if (this.current[key].status !== 'ready') {
      set({ status: 'loading' });
    }
    answer.then(
      (value) => set({ status: 'ready', value }),
      (error: unknown) => set({ status: 'failed', error }),
    );
  }
}
