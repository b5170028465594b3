import { randomUUID } from 'node:crypto';
import { l10n } from 'vscode';
import { type Duplicates, type KnownOrders, ordersForSamePbx } from '../orders/duplicates';
import type { Journal } from '../orders/journal';
import type { OrderToPlace } from '../orders/place';
import type { RecentlyOrdered, RecentOrders } from '../orders/recentOrders';
import type { OrderRecord } from '../orders/record';
import { orderBody } from '../orders/request';
import { type Ordered, comparableSerialNumber, readOrdered } from '../orders/subject';
import { claimedNumbers } from '../orders/look';
import type { Disposable } from '../portal/emitter';
import type { SessionState } from '../portal/sessionTokens';
import { recordTitle } from '../text/recordTexts';
import type { Review } from './contract';
import { type FormPrice, type PriceQuestion, noPriceLine } from './formPrice';
import { orderFacts, otherOrders, type ReviewFacts, differences } from './reviewFacts';
import { type Reviewed, reviewOf, reviewTexts } from './review';
import type { PortalText } from '../portal/values';

export interface OpenReviewParts {
  readonly price: FormPrice;
  readonly journal: Journal;
  readonly recentOrders: RecentOrders;
  /** Asks the portal anew what the PBX is and has. Rejects when it does not tell. */
  readonly askDetail: () => Promise<void>;
  /** What the form orders by now; undefined when its values cannot be ordered any more. */
  readonly read: () => OrderUnderReview | undefined;
  readonly explain: (error: unknown) => string;
  /** Told when the portal has answered what a review waits for, or failed to. */
  readonly answered: () => void;
}

/** What an order is made of, once its values have been read. */
export type OrderUnderReview = Omit<Reviewed, 'reviewId' | 'body' | 'baseUrl'> & {
  readonly question: PriceQuestion;
  /** What is ordered, as the portal names it; empty where it gives no name. */
  readonly serviceName: PortalText;
  /** The plan that the PBX runs on, by name or else by id; undefined where the portal does not tell. */
  readonly plan: PortalText | undefined;
};

type SignedIn = Extract<SessionState, { kind: 'signedIn' }>;

/** How far the answers are that placing waits for. */
type Answers =
  | { readonly status: 'asking' }
  | { readonly status: 'failed'; readonly reason: string }
  | { readonly status: 'ready'; readonly age: Age; readonly others: string };

/** What asking again has shown; `left` when the review was left meanwhile. */
export type Asked = 'same' | 'changed' | 'failed' | 'left';

/** Milliseconds after which a review does not wait any longer for the portal. */
const longestWait = 10_000;

/** Milliseconds for which what a review shows counts as the state of now when Place Order is pressed. */
const freshFor = 5 * 60_000;

/** Milliseconds after which nothing is sent any more, however long a token or a lock took after the press. */
const currentFor = freshFor + 60_000;

/**
 * One review, and the only owner of how fresh it is: asks the portal side by side for all that it shows, makes the body,
 * once for each state of the answers, and tells what has changed when it asks again.
 */
export class OpenReview implements Disposable {
  private under: OrderUnderReview;
  private reviewed: Reviewed;
  private recent: RecentlyOrdered | undefined;
  private facts: ReviewFacts;
  /** What the user saw and wanted last. */
  private agreed: ReviewFacts;
  /**
   * The entries that were placed when the review was shown first. However often it is shown anew, one that has come since
   * needs a consent of its own.
   */
  private placed: ReadonlySet<OrderRecord['id']> | undefined;
  private answers: Answers = { status: 'asking' };
  /** What was asked last. */
  private asking: Promise<Asked> | undefined;
  private readonly ending = new AbortController();

  constructor(
    private readonly parts: OpenReviewParts,
    under: OrderUnderReview,
    private readonly session: SignedIn,
  ) {
    this.under = under;
    this.reviewed = this.made(under);
    // What the form showed as its price has been seen; the rest is seen here for the first time.
    this.facts = { ...this.factsOf('notAsked'), price: parts.price.toldFor(under.question) ?? 'notAsked' };
    this.agreed = this.facts;
  }

  get review(): Review {
    const { answers, recent } = this;
    return {
      ...reviewOf(this.reviewed, this.parts.price.line ?? noPriceLine('')),
      changes: this.changes,
      failure: answers.status === 'failed' ? answers.reason : '',
      ready: this.isReady,
      others: {
        title: this.isForPbx
          ? l10n.t('Orders for this PBX in the last 24 hours')
          : l10n.t('Orders of the same kind in the last 24 hours'),
        orders: otherOrders(this.others),
        note:
          recent?.isComplete === false
            ? this.isForPbx
              ? l10n.t('Not checked: whether the portal has other orders for this PBX of the last 24 hours.')
              : l10n.t(
                  'Not checked: whether the portal has other orders of the same kind of the last 24 hours.',
                )
            : '',
      },
    };
  }

  /** The orders of the last 24 hours for the same PBX, as far as they are known. */
  get others(): Duplicates {
    return this.recent ? this.othersIn(this.recent) : { records: [], orders: [] };
  }

  get reviewId(): string {
    return this.reviewed.reviewId;
  }

  /** What is ordered for which PBX. */
  get title(): string {
    return recordTitle({ ordered: this.ordered, serviceName: this.under.serviceName });
  }

  /** The exact request, and the portal that it is for. */
  get request(): Pick<OrderToPlace, 'body' | 'ordered' | 'baseUrl' | 'signInId'> {
    const { baseUrl, signInId } = this.session;
    return { body: this.reviewed.body, ordered: this.ordered, baseUrl, signInId };
  }

  /** What Place Order sends, and nothing else; undefined as long as the portal has not answered. */
  get order(): OrderToPlace | undefined {
    const { recent, under } = this;
    if (!recent || this.answers.status !== 'ready') {
      return undefined;
    }
    const { target, endDate, serviceName } = under;
    const { age } = this.answers;
    return {
      ...{ ...this.request, operation: target.operation, endDate, before: recent.before },
      ...{ known: this.known(recent), sandbox: this.session.kept === 'sandbox' },
      isCurrent: () => age.milliseconds <= currentFor,
      ...{ instanceName: target.instanceName, serviceName, shown: this.shown() },
    };
  }

  /** What was read from the form, and the rule that it was read by. */
  get read(): Pick<Reviewed, 'order' | 'rule'> {
    return this.reviewed;
  }

  get isReady(): boolean {
    return this.answers.status === 'ready';
  }

  /** What is not any more as the user saw it and wanted it, a sentence for each; however often it was asked since. */
  get changes(): string[] {
    return differences(this.agreed, this.facts);
  }

  /** The user has seen what there is now, with all its changes, and wants it so. */
  agree(): void {
    this.agreed = this.facts;
  }

  get isAsking(): boolean {
    return this.answers.status === 'asking';
  }

  /** Whether the answers are older than minutes, or this PBX has had another order since. */
  get isOutdated(): boolean {
    const { answers } = this;
    return (
      answers.status === 'ready' && (answers.age.milliseconds > freshFor || answers.others !== this.entries())
    );
  }

  /**
   * Asks the portal for everything that the review shows, side by side, once for all who ask while it goes on. Nothing
   * is placed before all has come: what the portal holds on top of the orders that are there now may be this one.
   *
   * @param calledOff Ends the wait, as if the portal had not answered.
   */
  ask(calledOff?: AbortSignal): Promise<Asked> {
    if (!this.asking || !this.isAsking) {
      this.asking = this.askNow(calledOff);
    }
    return this.asking;
  }

  /** Ends what is still being asked for. */
  dispose(): void {
    this.ending.abort();
  }

  private async askNow(calledOff?: AbortSignal): Promise<Asked> {
    const { parts } = this;
    this.answers = { status: 'asking' };
    this.parts.answered();
    const ends = [this.ending.signal, AbortSignal.timeout(longestWait), ...(calledOff ? [calledOff] : [])];
    const signal = AbortSignal.any(ends);
    const age = new Age();
    try {
      const [recent] = await Promise.all([
        this.readRecent(signal),
        inTime(parts.askDetail(), signal),
        parts.price.askAnew(this.under.question),
      ]);
      return this.ending.signal.aborted ? 'left' : await this.take(recent, age);
    } catch (error) {
      if (this.ending.signal.aborted) {
        return 'left';
      }
      const reason = calledOff?.aborted
        ? l10n.t('You stopped asking the portal.')
        : signal.aborted
          ? l10n.t('The portal has not answered within {0} seconds.', longestWait / 1000)
          : parts.explain(error);
      this.answers = { status: 'failed', reason };
      parts.answered();
      return 'failed';
    }
  }

  private async take(recent: RecentlyOrdered, age: Age): Promise<Asked> {
    const { parts } = this;
    const under = parts.read();
    if (!under) {
      return 'left';
    }
    const { body } = this.reviewed;
    const reviewed = this.made(under);
    if (reviewed.body !== body) {
      await parts.price.askAnew(under.question);
      if (this.ending.signal.aborted) {
        return 'left';
      }
    }
    const { facts: before } = this;
    this.under = under;
    this.reviewed = { ...reviewed, reviewId: this.reviewId };
    this.recent = recent;
    this.placed ??= new Set(placedOf(parts.journal.records));
    this.facts = this.factsOf(orderFacts(this.othersIn(recent)));
    const hasChanged = differences(before, this.facts).length > 0;
    if (hasChanged) {
      // A click that was meant for the earlier state does not place this one.
      this.reviewed = { ...this.reviewed, reviewId: randomUUID() };
    }
    this.answers = { status: 'ready', age, others: this.entries() };
    parts.answered();
    return hasChanged ? 'changed' : 'same';
  }

  private async readRecent(signal: AbortSignal): Promise<RecentlyOrdered> {
    const { journal, recentOrders } = this.parts;
    await journal.load();
    const claimed = claimedNumbers(journal, this.session.baseUrl);
    const own = comparableSerialNumber(this.ordered.productNo ?? '');
    return recentOrders.read(
      ({ orderNo, productNo }) =>
        !claimed.has(orderNo) &&
        (own === '' || productNo === undefined || comparableSerialNumber(productNo) === own),
      signal,
    );
  }

  /** Whether the order names a PBX by its serial number. */
  private get isForPbx(): boolean {
    return (this.ordered.productNo ?? '') !== '';
  }

  private get ordered(): Ordered {
    return readOrdered(this.reviewed.body);
  }

  private made(under: OrderUnderReview): Reviewed {
    const { question, serviceName, plan, ...about } = under;
    return {
      ...about,
      reviewId: randomUUID(),
      body: orderBody(about.order),
      baseUrl: this.session.baseUrl,
    };
  }

  private factsOf(orders: ReviewFacts['orders']): ReviewFacts {
    const { under, reviewed, recent } = this;
    return {
      ...{ body: reviewed.body, texts: reviewTexts(reviewed), orders },
      ...{ endDate: under.endDate, extensions: under.extensions, plan: under.plan },
      isForPbx: this.isForPbx,
      price: orders === 'notAsked' ? 'notAsked' : (this.parts.price.told ?? 'untold'),
      services: under.has && [...under.has.values()].map(({ name }) => name),
      isChecked: recent?.isComplete === true,
    };
  }

  private othersIn(recent: RecentlyOrdered): Duplicates {
    const { operation } = this.under.target;
    const compared = { ...this.request, operation, endDate: this.under.endDate };
    return ordersForSamePbx(compared, this.known(recent), this.parts.journal, Date.now());
  }

  /** Before the review is shown there is nothing that came since. */
  private known(recent: RecentlyOrdered): KnownOrders {
    return { placed: this.placed ?? new Set(placedOf(this.parts.journal.records)), recent };
  }

  /** The entries of this machine for the same PBX, each with how it stands. */
  private entries(): string {
    const own = this.ordered;
    const isSamePbx = ({ ordered, baseUrl }: OrderRecord): boolean => {
      const { productId, productNo = '' } = ordered;
      return (
        baseUrl === this.session.baseUrl &&
        productId === own.productId &&
        comparableSerialNumber(productNo) === comparableSerialNumber(own.productNo ?? '')
      );
    };
    return this.parts.journal.records
      .filter(isSamePbx)
      .map(({ id, current }) => `${id} ${current.state}`)
      .join('\n');
  }

  private shown(): OrderToPlace['shown'] {
    const { told } = this.parts.price;
    const { billingCycle, multiCycle } = this.under.order.serviceList[0] ?? {};
    return {
      ...(told === undefined ? {} : { price: { amount: told.amount, currency: told.currency } }),
      ...(billingCycle === undefined ? {} : { period: { billingCycle, multiCycle } }),
    };
  }
}

function placedOf(records: readonly OrderRecord[]): OrderRecord['id'][] {
  return records.filter(({ current }) => current.state === 'placed').map(({ id }) => id);
}

/** Time since it was made, by whichever clock says more: one stands while the machine sleeps, the other can be set. */
class Age {
  private readonly monotonic = performance.now();
  private readonly wall = Date.now();

  get milliseconds(): number {
    return Math.max(performance.now() - this.monotonic, Math.abs(Date.now() - this.wall));
  }
}

/** The same, unless the time is up before. */
async function inTime(answer: Promise<void>, signal: AbortSignal): Promise<void> {
  const ended = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('the time is up')), { once: true });
  });
  await Promise.race([answer, ended]);
}
