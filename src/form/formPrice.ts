import { l10n } from 'vscode';
import { priceBody } from '../orders/request';
import type { CalculatedPrice } from '../portal/calculation';
import type { PortalClient } from '../portal/client';
import { type Disposable, Emitter } from '../portal/emitter';
import type { PortalText } from '../portal/values';
import type { PriceView } from './contract';
import { type PriceAnswer, type PricedLines, priceViewOf } from './priceView';

/** What is needed to look up the price of an order, and to show it. */
export interface PriceQuestion extends PricedLines {
  readonly view: PriceOwner;
}

/** Whose price it is. `unknownPartner`: the price of a user whose Yeastar ID, an e-mail address, the portal does not report. */
export type PriceOwner =
  | { readonly of: 'own' }
  | { readonly of: 'partner'; readonly email: PortalText }
  | { readonly of: 'unknownPartner' };

interface PriceLookup {
  readonly question: PriceQuestion;
  /** Undefined when the price cannot be looked up. */
  readonly body: string | undefined;
  readonly lookedUpAt: number;
  readonly answer: PriceAnswer;
  readonly done: Promise<void>;
  readonly aborting: AbortController;
}

/** Milliseconds for which a price counts as current. */
const freshFor = 60_000;

/** Milliseconds after which an order is reviewed without a price. */
const longestWait = 10_000;

/** The price of the form's values, as the portal calculates it. Not looked up again while it is current. */
export class FormPrice implements Disposable {
  private latest: PriceLookup | undefined;
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly client: PortalClient,
    private readonly explain: (error: unknown) => string,
    private readonly now: () => number = Date.now,
  ) {}

  /** The price that was looked up last, as the webview shows it; undefined when there was no lookup. */
  get view(): PriceView | undefined {
    return this.latest && priceViewOf(this.latest.question, this.latest.answer);
  }

  /** The latest answer; undefined when there was no lookup. */
  get answer(): PriceAnswer | undefined {
    return this.latest?.answer;
  }

  /** The latest price; undefined when there was no lookup, or the portal returned no readable price. */
  get given(): CalculatedPrice | undefined {
    const { answer } = this;
    return answer?.status === 'given' ? answer.price : undefined;
  }

  /** Returns the latest price if it is for exactly this order; undefined otherwise. */
  priceFor(question: PriceQuestion): CalculatedPrice | undefined {
    const { body } = requestFor(question);
    return body !== undefined && this.latest?.body === body ? this.given : undefined;
  }

  /** Looks up the price even if a current one is known. Resolves once the lookup has succeeded or failed. */
  async askAnew(question: PriceQuestion): Promise<void> {
    this.forget();
    await this.ask(question);
  }

  /** Looks up the price unless a current one is known. Resolves once the lookup has succeeded or failed. */
  async ask(question: PriceQuestion): Promise<void> {
    const request = requestFor(question);
    const { latest } = this;
    const isSame = latest?.body !== undefined && latest.body === request.body && !hasFailed(latest.answer);
    if (isSame && this.now() - latest.lookedUpAt < freshFor) {
      this.latest = { ...latest, question };
      return latest.done;
    }
    this.forget();
    const aborting = new AbortController();
    const done = this.run(request, aborting.signal);
    this.latest = {
      question,
      body: request.body,
      lookedUpAt: this.now(),
      done,
      aborting,
      answer: { status: 'asking' },
    };
    this.changed.fire(undefined);
    return done;
  }

  /** Aborts the lookup and discards the price, for example when the values can no longer be ordered. */
  forget(): void {
    this.latest?.aborting.abort();
    this.latest = undefined;
  }

  dispose(): void {
    this.forget();
    this.changed.dispose();
  }

  private async run(request: RequestOrReason, signal: AbortSignal): Promise<void> {
    const answer = await this.lookUp(request, signal);
    if (!signal.aborted && this.latest) {
      this.latest = { ...this.latest, answer };
      this.changed.fire(undefined);
    }
  }

  private async lookUp({ body, reason }: RequestOrReason, cancelSignal: AbortSignal): Promise<PriceAnswer> {
    if (body === undefined) {
      // As with any other lookup, the answer must come after `ask` has announced the lookup.
      await Promise.resolve();
      return { status: 'none', reason };
    }
    try {
      const signal = AbortSignal.any([cancelSignal, AbortSignal.timeout(longestWait)]);
      return { status: 'given', price: await this.client.calculatePrice(body, signal), at: new Date() };
    } catch (error) {
      return { status: 'none', reason: this.explain(error) };
    }
  }
}

/** Whether a lookup returned no price, so that it is worth repeating at once. */
function hasFailed(answer: PriceAnswer): boolean {
  return answer.status === 'none' || (answer.status === 'given' && answer.price === undefined);
}

/** The body to send; or a sentence that says why the price cannot be looked up. */
type RequestOrReason =
  | { readonly body: string; readonly reason?: undefined }
  | { readonly body: undefined; readonly reason: string };

function requestFor({ order, pricingIds, view }: PriceQuestion): RequestOrReason {
  if (view.of === 'unknownPartner') {
    return {
      body: undefined,
      reason: l10n.t('The portal provides no e-mail address of this user, which the price lookup needs.'),
    };
  }
  const email = view.of === 'partner' ? view.email : undefined;
  const body = priceBody(order, ({ serviceId }) => pricingIds.get(serviceId), email);
  return body === undefined
    ? { body, reason: l10n.t('The portal’s catalogue has no pricing id for part of this order.') }
    : { body };
}
