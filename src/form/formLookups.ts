import type { Disposable } from '../portal/emitter';
import { Emitter } from '../portal/emitter';
import type { Lookups } from '../portal/lookups';
import type { FormFacts, FormTarget } from './fields';
import { chosenPlanId, chosenService } from './fields';
import type { Look, LookedUp } from './lookedUp';
import { answerOf, nothingLookedUp } from './lookedUp';

/** What one form has asked the portal, and the answers so far. */
export class FormLookups implements Disposable {
  private current: LookedUp = nothingLookedUp;
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
  load(): void {
    const { productId, productNo } = this.target;
    this.look('detail', this.lookups.instanceDetail(productId, productNo));
    this.look('catalogue', this.lookups.catalogue(productId));
    this.look('contacts', this.lookups.billingContacts());
  }

  /** Asks for the chosen service's terms, once; without them only the documented limits hold. */
  askTerms(facts: Omit<FormFacts, 'lookedUp'>): void {
    const all = { ...facts, lookedUp: this.current };
    const service = chosenService(all);
    const { productId, productNo } = this.target;
    const chosen = chosenPlanId(all);
    const plan = answerOf(this.current.catalogue)?.plans.find(({ planId }) => planId === chosen);
    if (!service || !plan || this.current.terms?.serviceId === service.serviceId) {
      return;
    }
    const { serviceId } = service;
    this.current = { ...this.current, terms: { serviceId, quantityLimit: undefined } };
    this.lookups.purchaseTerms(service, { productId, productNo, connectionPlanId: plan.planId }).then(
      (terms) => {
        if (this.current.terms?.serviceId === serviceId) {
          this.current = { ...this.current, terms: { serviceId, quantityLimit: terms?.quantityLimit } };
          this.changed.fire(undefined);
        }
      },
      () => undefined,
    );
  }

  dispose(): void {
    this.changed.dispose();
  }

  private look<Key extends 'detail' | 'catalogue' | 'contacts'>(
    key: Key,
    answer: Promise<LookedUp[Key] extends Look<infer T> ? T : never>,
  ): void {
    const set = (look: Look<unknown>) => {
      this.current = { ...this.current, [key]: look };
      this.changed.fire(undefined);
    };
    if (this.current[key].status === 'failed') {
      set({ status: 'loading' });
    }
    answer.then(
      (value) => set({ status: 'ready', value }),
      (error: unknown) => set({ status: 'failed', error }),
    );
  }
}
