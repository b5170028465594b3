import { l10n } from 'vscode';
import { Emitter, Owner } from '../../portal/emitter';
import { consentTo, type Consent } from '../../orders/duplicates';
import type { FormValues } from '../../orders/formValues';
import type { PreparedRow } from '../../orders/bulkRun';
import type { Blocked, OrderPlacement } from '../../orders/place';
import { readCurrentCycle } from '../../portal/subscriptionTerm';
import type { InstanceDetail } from '../../portal/instances';
import { idFrom } from '../../portal/values';
import type { Price } from '../../portal/price';
import type { Field, FormState } from '../contract';
import type { FormTarget } from '../facts';
import { answerOf } from '../formAnswers';
import type { OpenReview } from '../openReview';
import { rememberChoices } from '../rememberedChoices';
import { type OrderFormDeps, OrderForm } from '../orderForm';
import { undescribedText } from '../texts';
import { asNow } from './commonFields';
import {
  type RowEntries,
  isIncomplete,
  ownFields,
  rowOrderText,
  rowProblem,
  rowValues,
  withEntered,
} from './rowFields';

/** Milliseconds for which the answers of a row count as current at its turn. */
const freshFor = 15 * 60_000;

/** The same, right before it is sent: it allows for the time that a token or a lock may take. */
const currentFor = freshFor + 60_000;

/** Most times that fields are derived from values which depend on them. */
const mostPasses = 5;

/**
 * One order of a bulk order: a form like that of a single order, with the same fields, rules and review, that takes
 * some of its values from the table.
 */
export class BulkRow extends Owner {
  /** The values that the user entered for this row. */
  entered: FormValues;
  /** Whether the user wants it ordered. */
  isTicked: boolean;
  /** The orders that it may repeat, as of its review. */
  duplicate: Blocked | undefined;
  private readonly form: OrderForm;
  private readonly changed = this.own(new Emitter<undefined>());
  private isLoaded = false;
  private isReadingAllowed = true;
  /** Why the row could not be reviewed; empty if it was. */
  private failure = '';
  private latestState: FormState | undefined;
  private common: FormValues = {};
  /** The cycle that was read from these details: all rows are asked for it whenever one changes. */
  private cycleOf:
    { readonly detail: InstanceDetail | undefined; readonly cycle: string | undefined } | undefined;
  private expected: FormValues = {};
  /** The values that the form has, as text. */
  private passedOn = '';

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly deps: OrderFormDeps,
    readonly target: FormTarget,
    { entered = {}, isTicked = true }: { readonly entered?: FormValues; readonly isTicked?: boolean } = {},
  ) {
    super();
    this.entered = entered;
    this.isTicked = isTicked;
    this.form = this.own(new OrderForm(deps, target));
    this.own(
      this.form.onDidChange(() => {
        this.latestState = undefined;
        this.follow();
        this.changed.fire(undefined);
      }),
    );
  }

  /** Whether `read` may load the row: false after the user has cancelled reading. */
  mayRead(isAllowed: boolean): void {
    this.isReadingAllowed = isAllowed;
  }

  /** Notes the common values that `read` passes on. Until then the row is outdated. */
  expect(common: FormValues): void {
    this.expected = common;
  }

  /** Whether the row was read, but not with the common values that it is to have. */
  get isOutdated(): boolean {
    return this.isLoaded && JSON.stringify(this.common) !== JSON.stringify(this.expected);
  }

  /**
   * Loads the row if it was not loaded yet, and passes the common values on to it. Resolves when everything that it
   * needs has been answered, with its price.
   *
   * @param again Whether to load it in any case.
   */
  async read(signal: AbortSignal, again: boolean): Promise<void> {
    if (!this.isLoaded || again) {
      if (!this.isReadingAllowed) {
        return;
      }
      this.isLoaded = true;
      this.form.load();
    }
    this.common = this.expected;
    this.follow();
    await this.loaded(signal);
    this.follow();
    await this.until(() => this.formState.price?.status !== 'asking', signal);
  }

  /** Resolves when nothing of what was requested for the fields is missing. */
  loaded(signal: AbortSignal): Promise<void> {
    return this.until(() => !this.isLoading, signal);
  }

  enter(name: string, value: string): void {
    this.entered = withEntered(this.entered, name, value);
    this.follow();
    this.changed.fire(undefined);
  }

  get wasLoaded(): boolean {
    return this.isLoaded;
  }

  get isLoading(): boolean {
    return (
      this.isLoaded &&
      (this.form.answers.detail.status === 'loading' ||
        this.fields.some(({ status }) => status === 'loading'))
    );
  }

  get hasFailed(): boolean {
    return this.fields.some(({ status }) => status === 'failed');
  }

  get fields(): readonly Field[] {
    return this.formState.fields;
  }

  /** The values that would be ordered. */
  get values(): FormValues {
    return rowValues(this.entries, this.fields);
  }

  /** How the PBX is billed now; undefined when the portal does not report it. */
  get currentCycle(): string | undefined {
    const detail = answerOf(this.form.answers.detail);
    if (detail !== this.cycleOf?.detail) {
      const cycle = detail && readCurrentCycle(detail.raw, this.target.productNo);
      this.cycleOf = { detail, cycle };
    }
    return this.cycleOf?.cycle;
  }

  /** Why the row cannot be ordered; empty if it can. */
  get problem(): string {
    const undescribed = undescribedText(this.target);
    if (undescribed !== '') {
      return undescribed;
    }
    const service = idFrom(this.values.serviceId ?? '');
    if (this.target.operation === 'subscribe' && service !== undefined) {
      const has = answerOf(this.form.answers.detail)?.subscribed;
      if (has?.has(service) === true) {
        return l10n.t('This PBX is already subscribed to it.');
      }
    }
    return rowProblem(this.entries, this.fields, (text) => this.deps.session.isSecretIn(text));
  }

  /** Whether there is nothing wrong with the row but fields that are still empty. */
  get isIncomplete(): boolean {
    return this.isDescribed && isIncomplete(this.fields, this.values);
  }

  /** Whether the API guide describes the order of this row; otherwise it can never be ordered here. */
  get isDescribed(): boolean {
    return undescribedText(this.target) === '';
  }

  /** The fields that have a value of their own in this row, without those that only the portal decides. */
  get ownFields(): Field[] {
    return ownFields(this.entries, this.fields);
  }

  /** The values of these fields. */
  get ownValues(): FormValues {
    return rowValues(this.entries, this.ownFields);
  }

  /** What is ordered, by name. */
  get orderText(): string {
    return rowOrderText(this.fields, this.values);
  }

  get price(): { readonly text: string; readonly given: Price | undefined; readonly isAsking: boolean } {
    const { price, step } = this.formState;
    const line = step.name === 'review' ? step.review.price : price;
    if (step.name !== 'review' && this.isOutdated) {
      return { text: '', given: undefined, isAsking: true };
    }
    return { text: line?.text ?? '', given: this.form.givenPrice, isAsking: line?.status === 'asking' };
  }

  /** What is ordered, as the review shows it; undefined outside a review. */
  get review(): OpenReview | undefined {
    return this.form.steps.openReview;
  }

  /** Shows the row for review, and looks up everything that its review needs. */
  async submit(): Promise<void> {
    this.failure = '';
    try {
      this.form.submit(this.values);
      await this.review?.ask();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  /** Why the row is not under review although it was to be reviewed; empty if there is no reason. */
  get notReviewed(): string {
    return this.failure === '' ? this.problem : this.failure;
  }

  /** Finds out which orders it may repeat. */
  async findDuplicates(placement: OrderPlacement): Promise<void> {
    const { order } = this.review ?? {};
    this.duplicate = order && (await placement.blockedBy(order));
  }

  /** The agreement to repeat the orders that it may repeat, as they were shown. */
  get consent(): Consent {
    return this.duplicate ? consentTo(this.duplicate) : { named: new Set() };
  }

  /** Remembers contact and cycle of its order for the next form of the same account. */
  remember(): void {
    const { review } = this;
    if (review) {
      rememberChoices(this.deps, review, this.common.billingCycle !== asNow);
    }
  }

  /** Leaves the review. */
  edit(): void {
    this.duplicate = undefined;
    this.form.edit();
  }

  /** Returns the order at its turn in the run. */
  async prepare(mustAsk: boolean, recent: { begin(): void }): Promise<PreparedRow> {
    const { review, consent } = this;
    const left: PreparedRow = { kind: 'changed', changes: [l10n.t('This row is no longer under review.')] };
    if (!review) {
      return left;
    }
    if (mustAsk || review.failure !== '' || review.isOlderThan(freshFor)) {
      recent.begin();
      switch (await review.ask()) {
        case 'same':
        case 'changed':
          break;
        case 'failed':
          return { kind: 'failed', reason: review.failure };
        case 'left':
          return left;
      }
    }
    const { changes } = review;
    const order = review.orderWithin(currentFor);
    if (changes.length > 0 || !order) {
      return { kind: 'changed', changes };
    }
    return { kind: 'ready', order, consent };
  }

  /** The state of the form, made once for each change: a state of the page needs it many times. */
  private get formState(): FormState {
    return (this.latestState ??= this.form.state);
  }

  /** Passes the values on to the form until its fields no longer change. */
  private follow(): void {
    if (!this.isLoaded || this.form.steps.name !== 'edit') {
      return;
    }
    for (let pass = 0; pass < mostPasses; pass++) {
      const { values } = this;
      if (JSON.stringify(values) === this.passedOn) {
        return;
      }
      this.passedOn = JSON.stringify(values);
      this.form.change(values);
    }
  }

  private get entries(): RowEntries {
    const { target, entered, common, currentCycle } = this;
    return { operation: target.operation, entered, common, currentCycle };
  }

  private until(isTrue: () => boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const listener = this.form.onDidChange(() => check());
      const check = () => {
        if (isTrue() || signal.aborted) {
          listener.dispose();
          resolve();
        }
      };
      signal.addEventListener('abort', check, { once: true });
      check();
    });
  }
}
