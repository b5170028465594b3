import type { TermsKind } from '../portal/client';
import type { Disposable } from '../portal/emitter';
import { Emitter } from '../portal/emitter';
import type { Plan, Terms } from '../portal/catalogue';
import type { Lookups } from '../portal/lookups';
import type { Id } from '../portal/values';
import type { Operation } from '../rules/operationRule';
import { pricedBySerialNumber } from '../rules/products';
import type { FormFacts } from './facts';
import { certainExtensions, chosenPlan, orderedServices, rulesOf, shapeOf } from './facts';
import { valueOf } from '../orders/formValues';
import type { Look, LookedUp } from './lookedUp';
import { nothingLookedUp } from './lookedUp';
import type { FormTarget } from './target';

/** Those in the guide have 16 characters; what is far shorter is still being typed. */
const shortestSerialNumber = 8;

type Question = Exclude<keyof LookedUp, 'terms'>;

/** What one form has asked the portal, and the answers so far. */
export class FormLookups implements Disposable {
  private current: LookedUp = nothingLookedUp;
  /** Plans and services whose terms were asked for, each with the plan that they were asked for with last. */
  private readonly askedTerms = new Map<string, Id | undefined>();
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
    const kind = termsKind(operation);
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
    if (this.askedTerms.has(id) && this.askedTerms.get(id) === planId) {
      return;
    }
    this.askedTerms.set(id, planId);
    const others = [...this.current.terms].filter(([other]) => other !== id);
    this.current = { ...this.current, terms: new Map(others) };
    const { generation } = this;
    question().then(
      (terms) => {
        if (generation === this.generation && this.askedTerms.get(id) === planId) {
          const limits = { least: terms?.quantityLeast, most: terms?.quantityLimit };
          this.current = { ...this.current, terms: new Map([...this.current.terms, [id, limits]]) };
          this.changed.fire(undefined);
        }
      },
      () => undefined,
    );
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

function termsKind(operation: Operation): TermsKind | undefined {
  switch (operation) {
    case 'subscribe':
    case 'expand':
    case 'purchase':
      return 'purchase';
    case 'renew':
      return 'renew';
    case 'startTrial':
      return 'trial';
    case 'switchPlan':
      return undefined;
  }
}
