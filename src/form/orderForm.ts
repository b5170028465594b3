import { Owner, Emitter } from '../portal/emitter';
import { l10n } from 'vscode';
import type { FormValues } from '../orders/formValues';
import type { PortalText } from '../portal/values';
import type { Journal } from '../orders/journal';
import type { PlacementResult, OrderPlacement } from '../orders/place';
import type { RecentOrders } from '../orders/recentOrders';
import type { EntryId } from '../orders/entry';
import { refusedField } from '../orders/order';
import type { Reconciliation } from '../orders/reconciliation';
import { codeText, isVisible, plainText, shortText } from '../text/plainText';
import type { PortalClient } from '../portal/client';
import type { Lookups } from '../portal/lookups';
import type { Price } from '../portal/price';
import { SignInNeededError } from '../portal/sessionTokens';
import type { Field, FormOwner, FormState } from './contract';
import type { FormTarget } from './facts';
import { FormLookups } from './formLookups';
import { type FormModel, formTitle } from './stage';
import { FormPrice } from './formPrice';
import type { FormAnswers } from './formAnswers';
import { OpenReview } from './openReview';
import { type OrderEntriesDeps, OrderEntries } from './orderEntries';
import { type OrderUnderReview } from './review';
import { OrderSteps } from './orderSteps';
import { FormSession } from './formSession';
import { rememberChoices } from './rememberedChoices';

export interface OrderFormDeps extends OrderEntriesDeps {
  readonly client: PortalClient;
  readonly lookups: Lookups;
  readonly placement: OrderPlacement;
  readonly journal: Journal;
  readonly reconciliation: Reconciliation;
  readonly recentOrders: Pick<RecentOrders, 'read'>;
  /** Called when the review of an order is shown. */
  readonly orderReviewed: () => void;
  /**
   * Called when an order has ended, even if the form was closed while the order was being placed. `title`: what is
   * ordered, and for which PBX.
   */
  readonly orderEnded: (target: FormTarget, ended: PlacementResult, title: string) => void;
}

/** The form for one order: its fields, with the answers from the portal, and the steps of the order. */
export class OrderForm extends Owner implements FormModel {
  /** The steps of the order, from its review to its outcome. */
  readonly steps: OrderSteps;
  private readonly lookups: FormLookups;
  private readonly ownSession: FormSession;
  private readonly price: FormPrice;
  private readonly entries: OrderEntries;
  private readonly changed = this.own(new Emitter<undefined>());

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly deps: OrderFormDeps,
    readonly target: FormTarget,
    values?: FormValues,
    /** The owner that the form's page has saved; the current session by default. */
    owner?: FormOwner,
  ) {
    super();
    this.ownSession = new FormSession(deps.session, owner);
    this.lookups = this.own(new FormLookups(deps.lookups, target));
    this.entries = new OrderEntries(deps, target, this.lookups, values);
    this.price = this.own(new FormPrice(deps.client, deps.explain));
    const { placement, journal, reconciliation } = deps;
    this.steps = this.own(
      new OrderSteps({
        placement,
        journal,
        reconciliation,
        changed: () => this.changed.fire(undefined),
        ended: (open, ended, title) => this.ended(open, ended, title),
      }),
    );
    this.own(
      this.lookups.onDidChange(() => {
        if (!this.isFrozen) {
          this.lookups.follow(this.entries.facts);
          this.askPrice();
        }
        this.changed.fire(undefined);
      }),
    );
    this.own(this.price.onDidChange(() => this.changed.fire(undefined)));
  }

  holdsOnly(given: FormValues): boolean {
    return this.entries.holdsOnly(given);
  }

  /** Looks up everything that the fields need and that is not known yet. */
  load(): void {
    if (!this.isFrozen) {
      this.lookups.load(this.entries.facts);
    }
  }

  get isFrozen(): boolean {
    return this.ownSession.isFrozen;
  }

  /** The values that the form holds, without those that are empty. */
  get filled(): FormValues {
    return this.entries.filled;
  }

  /**
   * Withdraws a review that belongs to another sign-in. Repeats the lookups if the session belongs to the form's
   * account; otherwise the form is frozen.
   */
  sessionChanged(): void {
    const { steps } = this;
    const { state } = this.deps.session;
    this.ownSession.follow();
    if (this.isFrozen) {
      if (steps.name !== 'outcome') {
        steps.edit();
      }
      this.price.forget();
    } else if (state.kind === 'signedIn') {
      // An outcome stays on screen; only an order that could still be placed is withdrawn.
      if (steps.name !== 'outcome' && steps.signInId !== state.signInId) {
        steps.edit();
      }
      this.price.forget();
      this.lookups.reset();
      this.load();
    }
    this.changed.fire(undefined);
  }

  /** Updates the form with the values that the user has entered so far. */
  change(values: FormValues): void {
    if (this.isFrozen) {
      return;
    }
    this.entries.change(values);
    this.lookups.follow(this.entries.facts);
    this.askPrice();
    this.changed.fire(undefined);
  }

  /**
   * Shows the order for review, or the problems that prevent it from being ordered. Does nothing while an order is
   * blocked or being placed, or its outcome is shown.
   *
   * @throws Error with a text for the user when there is no session or the form is frozen, or when lookups that the
   *   order needs are still running.
   */
  submit(values: FormValues): void {
    if (this.isFrozen) {
      throw new Error(this.ownSession.frozenText);
    }
    if (this.steps.name !== 'edit' && this.steps.name !== 'review') {
      return;
    }
    if (this.entries.submit(values)) {
      this.showReview();
    }
    this.changed.fire(undefined);
  }

  check(values: FormValues): void {
    if (this.steps.name === 'edit') {
      this.entries.submit(values);
      this.changed.fire(undefined);
    }
  }

  get tabTitle(): string {
    const { instanceName, productNo, productName } = this.target;
    const subject: PortalText = [instanceName, productNo, productName].find(isVisible) ?? '';
    const title = formTitle(this.entries.facts);
    return subject === '' ? title : l10n.t('{0}: {1}', title, plainText(shortText(subject)));
  }

  /** Goes back to the fields; the review can no longer be placed. */
  edit(): void {
    this.steps.edit();
  }

  /** The lookups with their answers. */
  get answers(): FormAnswers {
    return this.lookups.lookedUp;
  }

  /** The price of the current values; undefined when the portal returned no readable one. */
  get givenPrice(): Price | undefined {
    return this.price.given;
  }

  /** Ids of the journal entries of the orders that the form shows. */
  shownEntries(): readonly EntryId[] {
    return this.steps.shownEntries();
  }

  /** Whether the form shows an order whose outcome is still unknown. */
  get isWaiting(): boolean {
    return this.steps.isWaiting;
  }

  get state(): FormState {
    const { facts, fields } = this.entries;
    const { instanceName, productName, productNo } = this.target;
    const subject =
      productNo === ''
        ? [plainText(shortText(productName))]
        : [plainText(shortText(instanceName)), codeText(shortText(productNo))];
    return {
      title: formTitle(facts),
      subtitle: subject.filter((part) => part !== '').join(' · '),
      ...this.ownSession.lines,
      fields,
      unsaved: this.entries.withSecret,
      price: this.price.view ?? null,
      submit: l10n.t('Review Order'),
      step: this.steps.view,
    };
  }

  private showReview(): void {
    const { state: session } = this.deps.session;
    if (session.kind !== 'signedIn') {
      throw new Error(new SignInNeededError(session.kind === 'ended').sentence());
    }
    const { entries } = this;
    const read = entries.read();
    if (!read) {
      throw new Error(l10n.t('Your choice is still loading. Review the order again in a moment.'));
    }
    const { journal, recentOrders, explain } = this.deps;
    // A page that becomes visible again sends its own values; the review must not be refreshed from those.
    let { values, fields } = entries;
    const open: OpenReview = new OpenReview(
      {
        price: this.price,
        journal,
        recentOrders,
        explain,
        askDetail: () => this.lookups.askDetail(),
        read: () => {
          const refreshed = this.readRefreshed(open, values, fields);
          ({ values, fields } = entries);
          return refreshed;
        },
        answered: () => this.changed.fire(undefined),
      },
      { ...read, target: this.target },
      session,
    );
    this.steps.review(open);
    this.deps.orderReviewed();
  }

  /**
   * Reads the order again after the lookups have been repeated. If it can no longer be ordered, the form shows its
   * fields with the problems.
   *
   * @param values The values that were under review.
   * @param shown The fields that held those values.
   */
  private readRefreshed(
    open: OpenReview,
    values: FormValues,
    shown: readonly Field[],
  ): OrderUnderReview | undefined {
    const { entries } = this;
    const problems = entries.refresh(values, shown);
    const read = Object.keys(problems).length === 0 ? entries.read() : undefined;
    if (!read && this.steps.isAt(open)) {
      entries.show(problems);
      this.steps.edit();
    }
    return read && { ...read, target: this.target };
  }

  /**
   * Looks up the price of the current values while the user fills in the form, as soon as everything that it depends on
   * is there.
   */
  private askPrice(): void {
    if (this.steps.name !== 'edit') {
      return;
    }
    const question = this.entries.priceQuestion();
    if (question && this.deps.session.state.kind === 'signedIn') {
      void this.price.ask(question);
    } else {
      this.price.forget();
    }
  }

  private ended(open: OpenReview, ended: PlacementResult, title: string): void {
    const { outcome } = ended;
    const { order, rule } = open.read;
    const field = outcome.kind === 'refused' ? refusedField(outcome.error, order, rule) : undefined;
    if (outcome.kind === 'refused' && field) {
      this.entries.show({ [field]: outcome.error.sentence() });
    }
    if (outcome.kind === 'placed') {
      rememberChoices(this.deps, open);
    }
    if (outcome.kind === 'blocked' && this.isFrozen) {
      this.steps.edit();
    }
    this.deps.orderEnded(this.target, ended, title);
  }
}
