import { l10n, env } from 'vscode';
import { priceBody } from '../orders/request';
import type { CalculatedPrice } from '../portal/calculation';
import type { PortalClient } from '../portal/client';
import { type Disposable, Emitter } from '../portal/emitter';
import type { PortalText, Id } from '../portal/values';
import type { PriceView } from './contract';
import { amountInSentence } from '../text/amounts';
import { periodText, timeOfDayText } from '../text/dateTexts';
import { type DescribedLines, lineTexts, periodOf } from './orderFacts';

/** What is needed to look up the price of an order, and to show it. */
export interface PriceQuestion extends PricedLines {
  readonly view: PriceOwner;
}

/** Whose price it is. `unknownPartner`: that of a user for whom the portal reports no Yeastar ID, an e-mail address. */
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
  async refresh(question: PriceQuestion): Promise<void> {
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
    ? { body, reason: l10n.t('The portal’s catalogue has no pricing ID for part of this order.') }
    : { body };
}

/** What is known about the price of an order. */
export type PriceAnswer =
  | { readonly status: 'asking' }
  /** `price`: undefined if the reply contained no readable one. */
  | { readonly status: 'given'; readonly price: CalculatedPrice | undefined; readonly at: Date }
  /** `reason`: a sentence; may be empty. */
  | { readonly status: 'none'; readonly reason: string };

/** An order whose price is shown. */
export interface PricedLines extends DescribedLines {
  /** Pricing ids of plans and services, by the ids of those. */
  readonly pricingIds: ReadonlyMap<string, Id>;
}

/**
 * Returns the price of an order as the webview shows it: its lines, each with an amount only if the portal returned one
 * for it, and the total.
 */
export function priceViewOf(priced: PricedLines, answer: PriceAnswer): PriceView {
  const price = answer.status === 'given' ? answer.price : undefined;
  const lines = lineTexts(priced).map(({ serviceId, name, quantity }) => ({
    what: name,
    quantity,
    amount: lineAmount(priced, serviceId, price),
  }));
  switch (answer.status) {
    case 'asking':
      return { status: 'asking', lines, text: l10n.t('Loading the price…'), note: '' };
    case 'given':
      return price
        ? { status: 'given', lines, text: totalText(priced, price), note: noteText(answer.at) }
        : { status: 'none', lines, text: l10n.t('The portal gave no price.'), note: '' };
    case 'none':
      return {
        status: 'none',
        lines,
        text: [l10n.t('The portal gave no price.'), answer.reason].join(' ').trim(),
        note: '',
      };
  }
}

/** Returns an amount as it is read in a sentence. */
export function shownAmount(amount: string, currency: string | undefined): string {
  // An ordinary space, so that the line can break there and a search for the text as typed finds it.
  return amountInSentence(amount, currency, env.language).replaceAll('\u00a0', ' ');
}

function totalText({ order }: PricedLines, { amount, currency }: CalculatedPrice): string {
  const total = shownAmount(amount, currency);
  const period = periodText(periodOf(order.serviceList[0]));
  return period === '' ? l10n.t('Total: {0}', total) : l10n.t('Total: {0} {1}', total, period);
}

function noteText(at: Date): string {
  return l10n.t('As calculated by the portal at {0}; tax not stated.', timeOfDayText(at));
}

function lineAmount({ pricingIds }: PricedLines, id: Id, price: CalculatedPrice | undefined): string {
  const pricingId = pricingIds.get(id);
  const amounts = price?.lineAmounts;
  const amount = (pricingId === undefined ? undefined : amounts?.get(pricingId)) ?? amounts?.get(id);
  return amount === undefined ? '' : shownAmount(amount, price?.currency);
}
