import { untilAborted } from './formAnswers';
import { type OrderUnderReview, type ReviewInput, reviewOf, reviewTexts } from './review';
import { randomUUID } from 'node:crypto';
import {
  type Duplicates,
  type KnownOrders,
  idsOfPlaced,
  ordersForSamePbx,
  statesForPbx,
} from '../orders/duplicates';
import type { Journal } from '../orders/journal';
import { type OrderToPlace, shownInReview } from '../orders/orderToPlace';
import type { RecentOrderList, RecentOrders } from '../orders/recentOrders';
import type { JournalEntry } from '../orders/entry';
import { orderBody } from '../orders/request';
import { type OrderContents, comparableSerialNumber, readOrderContents } from '../orders/subject';
import { journaledOrderNos } from '../orders/reconcile';
import { Owner } from '../portal/emitter';
import type { SessionState } from '../portal/sessionTokens';
import type { PortalText } from '../portal/values';
import { entryTitle } from '../text/orderTexts';
import type { OrderFact, PriceView, Review } from './contract';
import { orderFacts } from './orderFacts';
import { type FormPrice, type PriceAnswer, priceViewOf } from './formPrice';
import { comparableOrders, othersSection, type ReviewFacts, differences } from './reviewFacts';
import { type RefreshResult, ReviewLookups } from './reviewLookups';

export interface OpenReviewDeps {
  readonly price: FormPrice;
  readonly journal: Journal;
  readonly recentOrders: Pick<RecentOrders, 'read'>;
  /** Looks up the details of the PBX again. Rejects when that lookup fails. */
  readonly askDetail: () => Promise<void>;
  /** Returns what the form orders now; undefined when its values can no longer be ordered. */
  readonly read: () => OrderUnderReview | undefined;
  readonly explain: (error: unknown) => string;
  /** Called when the lookups of the review start, succeed or fail. */
  readonly answered: () => void;
}

/** What the outcome of an order keeps of its review. */
export interface OrderSummary {
  readonly facts: readonly OrderFact[];
  /** Undefined when the review showed none. */
  readonly price: PriceView | undefined;
  /** Whether the order moves the end date of its PBX. */
  readonly endDateMoves: boolean;
  /** The end date after the order, if the portal returned one. */
  readonly newEndDate: PortalText | undefined;
  /** Whether the same kind of order for the same subject makes sense right after this one. */
  readonly isRepeatable: boolean;
  readonly productId: number;
  /** Serial number of the PBX; empty for an order that names none. */
  readonly productNo: string;
}

type SignedIn = Extract<SessionState, { kind: 'signedIn' }>;

/** Milliseconds for which the answers in a review count as current when Place Order is pressed. */
const freshFor = 5 * 60_000;

/**
 * Milliseconds after which the order is no longer sent, even if Place Order was pressed in time. It allows for the time
 * that getting a token or a lock may take after the press.
 */
const currentFor = freshFor + 60_000;

/**
 * One review of an order. Looks up in parallel everything that the review shows, builds the request body once per set
 * of answers, and reports what changed when the lookups are repeated. Nothing else decides whether a review is still
 * current.
 */
export class OpenReview extends Owner {
  private underReview: OrderUnderReview;
  private reviewed: ReviewInput;
  private recent: RecentOrderList | undefined;
  private facts: ReviewFacts;
  /** The state of the review that the user approved last. */
  private approved: ReviewFacts;
  /**
   * Journal entries that were already placed when the first answers arrived. An entry that is placed later needs the
   * user's consent, no matter how often the lookups have been repeated since.
   */
  private placed: ReadonlySet<JournalEntry['id']> | undefined;
  /** The states of the journal entries for the same PBX when the answers arrived. */
  private entryStates = '';
  private readonly lookups: ReviewLookups<RecentOrderList>;

  constructor(
    private readonly deps: OpenReviewDeps,
    underReview: OrderUnderReview,
    private readonly session: SignedIn,
  ) {
    super();
    const { explain, answered } = deps;
    this.lookups = this.own(
      new ReviewLookups({
        lookUp: (signal) => this.lookUp(signal),
        apply: (recent) => this.applyAnswers(recent),
        explain,
        answered,
      }),
    );
    this.underReview = underReview;
    this.reviewed = this.reviewedFrom(underReview);
    // The user has already seen the price that the form showed; everything else is first shown here.
    this.facts = {
      ...this.factsOf('notAsked'),
      price: deps.price.priceFor(underReview.question) ?? 'notAsked',
    };
    this.approved = this.facts;
  }

  get review(): Review {
    const { recent } = this;
    return {
      ...reviewOf(this.reviewed, this.price, this.deps.price.given?.newEndDate),
      changes: this.changes,
      failure: this.failure,
      ready: this.isReady,
      others: othersSection(this.others, {
        isForPbx: this.isForPbx,
        isChecked: recent?.isComplete !== false,
      }),
    };
  }

  /** What was ordered and for how much, for the outcome. */
  get summary(): OrderSummary {
    const { operation, productId, productNo: ownNo } = this.underReview.target;
    const { price } = this;
    const { newEndDate } = this.deps.price.given ?? {};
    return {
      facts: orderFacts(this.reviewed),
      price: price.status === 'given' ? price : undefined,
      endDateMoves: operation === 'renew',
      newEndDate,
      isRepeatable: operation !== 'renew',
      productId,
      productNo: this.reviewed.order.productNo ?? ownNo,
    };
  }

  private get price(): PriceView {
    const answer: PriceAnswer = this.deps.price.answer ?? { status: 'none', reason: '' };
    return priceViewOf(this.underReview.question, answer);
  }

  /** Known orders of the last 24 hours for the same PBX. */
  get others(): Duplicates {
    return this.recent ? this.othersIn(this.recent) : { entries: [], orders: [] };
  }

  get reviewId(): string {
    return this.reviewed.reviewId;
  }

  /** What is ordered, and for which PBX. */
  get title(): string {
    return entryTitle({ ordered: this.ordered, serviceName: this.underReview.serviceName });
  }

  /** The exact request, with its portal and sign-in. */
  get request(): Pick<OrderToPlace, 'body' | 'ordered' | 'baseUrl' | 'signInId'> {
    const { baseUrl, signInId } = this.session;
    return { body: this.reviewed.body, ordered: this.ordered, baseUrl, signInId };
  }

  /** Exactly what Place Order sends; undefined until the portal has answered all lookups. */
  get order(): OrderToPlace | undefined {
    return this.orderWithin(currentFor);
  }

  /** As `order`; it counts as current for this many milliseconds after its answers. */
  orderWithin(milliseconds: number): OrderToPlace | undefined {
    const { recent, underReview } = this;
    const { age } = this.lookups;
    if (!recent || !age) {
      return undefined;
    }
    const { target, endDate, serviceName } = underReview;
    return {
      ...this.request,
      operation: target.operation,
      endDate,
      before: recent.before,
      known: this.knownOrders(recent),
      sandbox: this.session.kept === 'sandbox',
      isCurrent: () => age.milliseconds <= milliseconds,
      instanceName: target.instanceName,
      serviceName,
      shown: shownInReview(this.deps.price.given, underReview.order),
    };
  }

  /** The order as read from the form, with everything that the review is derived from. */
  get read(): ReviewInput {
    return this.reviewed;
  }

  get isReady(): boolean {
    return this.lookups.isReady;
  }

  /**
   * One sentence for each difference from the state that the user approved last, however often the lookups have been
   * repeated since.
   */
  get changes(): string[] {
    return differences(this.approved, this.facts);
  }

  /** Records that the user has seen and approved the current state, including all changes. */
  agree(): void {
    this.approved = this.facts;
  }

  /** Why the lookups failed; empty when they have not. */
  get failure(): string {
    return this.lookups.failure;
  }

  get isAsking(): boolean {
    return this.lookups.isAsking;
  }

  /** Whether the answers are too old to order by, or the journal has changed for this PBX since they came in. */
  get isOutdated(): boolean {
    return this.isOlderThan(freshFor);
  }

  /** Whether the answers are older than that, or the journal has changed for this PBX since they came in. */
  isOlderThan(milliseconds: number): boolean {
    const { age } = this.lookups;
    return (
      age !== undefined && (age.milliseconds > milliseconds || this.entryStates !== this.entryStatesNow())
    );
  }

  /**
   * Looks up in parallel everything that the review shows. Calls made while the lookups run share that run. The order
   * cannot be placed until all answers have arrived: only then is it known which orders already exist, so that a later
   * one can be recognised as this order.
   *
   * @param cancelSignal Aborts the wait; the lookups then count as failed.
   */
  ask(cancelSignal?: AbortSignal): Promise<RefreshResult> {
    return this.lookups.ask(cancelSignal);
  }

  private async lookUp(signal: AbortSignal): Promise<RecentOrderList> {
    const { askDetail, price } = this.deps;
    const [recent] = await Promise.all([
      this.readRecent(signal),
      untilAborted(askDetail(), signal),
      price.refresh(this.underReview.question),
    ]);
    return recent;
  }

  private async applyAnswers(recent: RecentOrderList): Promise<Exclude<RefreshResult, 'failed'>> {
    const { deps } = this;
    const underReview = deps.read();
    if (!underReview) {
      return 'left';
    }
    const { body } = this.reviewed;
    const reviewed = this.reviewedFrom(underReview);
    if (reviewed.body !== body) {
      await deps.price.refresh(underReview.question);
      if (this.lookups.isClosed) {
        return 'left';
      }
    }
    const { facts: before } = this;
    this.underReview = underReview;
    this.reviewed = { ...reviewed, reviewId: this.reviewId };
    this.recent = recent;
    this.placed ??= new Set(idsOfPlaced(deps.journal.entries));
    this.facts = this.factsOf(comparableOrders(this.othersIn(recent)));
    const hasChanged = differences(before, this.facts).length > 0;
    if (hasChanged) {
      // A click meant for the earlier state must not place this one.
      this.reviewed = { ...this.reviewed, reviewId: randomUUID() };
    }
    this.entryStates = this.entryStatesNow();
    return hasChanged ? 'changed' : 'same';
  }

  private async readRecent(signal: AbortSignal): Promise<RecentOrderList> {
    const { journal, recentOrders } = this.deps;
    await journal.load();
    const claimed = journaledOrderNos(journal, this.session.baseUrl);
    const own = comparableSerialNumber(this.ordered.productNo ?? '');
    return recentOrders.read(
      ({ orderNo, productNo }) =>
        !claimed.has(orderNo) &&
        (own === '' || productNo === undefined || comparableSerialNumber(productNo) === own),
      signal,
    );
  }

  /** Whether the order is for one PBX, named by its serial number. */
  private get isForPbx(): boolean {
    return (this.ordered.productNo ?? '') !== '';
  }

  private get ordered(): OrderContents {
    return readOrderContents(this.reviewed.body);
  }

  private reviewedFrom(underReview: OrderUnderReview): ReviewInput {
    const { question, serviceName, plan, ...about } = underReview;
    return {
      ...about,
      reviewId: randomUUID(),
      body: orderBody(about.order),
      baseUrl: this.session.baseUrl,
    };
  }

  private factsOf(orders: ReviewFacts['orders']): ReviewFacts {
    const { underReview, reviewed, recent } = this;
    return {
      body: reviewed.body,
      texts: reviewTexts(reviewed),
      orders,
      endDate: underReview.endDate,
      newEndDate: orders === 'notAsked' ? undefined : this.deps.price.given?.newEndDate,
      extensions: underReview.extensions,
      plan: underReview.plan,
      isForPbx: this.isForPbx,
      price: orders === 'notAsked' ? 'notAsked' : (this.deps.price.given ?? 'notGiven'),
      services: underReview.has && [...underReview.has.values()].map(({ name }) => name),
      isChecked: recent?.isComplete === true,
    };
  }

  private othersIn(recent: RecentOrderList): Duplicates {
    const { operation } = this.underReview.target;
    const compared = { ...this.request, operation, endDate: this.underReview.endDate };
    return ordersForSamePbx(compared, this.knownOrders(recent), this.deps.journal, Date.now());
  }

  /** Until the first answers arrive, every placed entry counts as known. */
  private knownOrders(recent: RecentOrderList): KnownOrders {
    return { placed: this.placed ?? new Set(idsOfPlaced(this.deps.journal.entries)), recent };
  }

  private entryStatesNow(): string {
    return statesForPbx(this.deps.journal.entries, this.session.baseUrl, this.ordered);
  }
}
