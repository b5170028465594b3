import { l10n, env } from 'vscode';
import type { Order } from '../orders/order';
import { priceBody } from '../orders/request';
import type { PortalClient } from '../portal/client';
import type { Price } from '../portal/price';
import { type Disposable, Emitter } from '../portal/emitter';
import type { Id, PortalText } from '../portal/values';
import type { PriceLine } from './contract';
import { amountInSentence } from '../text/amounts';

/** What is needed to look up the price of an order. */
export interface PriceQuestion {
  readonly order: Order;
  /** Pricing ids of plans and services, by the ids of those. */
  readonly pricingIds: ReadonlyMap<string, Id>;
  readonly view: PriceOwner;
}

/** Whose price it is. `untold`: the price of a user whose Yeastar ID, an e-mail address, the portal does not report. */
export type PriceOwner =
  { readonly of: 'own' } | { readonly of: 'partner'; readonly email: PortalText } | { readonly of: 'untold' };

interface PriceLookup {
  /** Undefined when the price cannot be looked up. */
  readonly body: string | undefined;
  readonly lookedUpAt: number;
  readonly line: PriceLine;
  /** Undefined until the portal has returned a readable price. */
  readonly price: Price | undefined;
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

  /** The text about the latest lookup; undefined when there was none. */
  get line(): PriceLine | undefined {
    return this.latest?.line;
  }

  /** The latest price; undefined when there was no lookup, or the portal returned no readable price. */
  get told(): Price | undefined {
    return this.latest?.price;
  }

  /** Returns the latest price if it is for exactly this order; undefined otherwise. */
  priceFor(question: PriceQuestion): Price | undefined {
    const { body } = requestFor(question);
    return body !== undefined && this.latest?.body === body ? this.latest.price : undefined;
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
    const isSame =
      latest?.body !== undefined && latest.body === request.body && latest.line.status !== 'none';
    if (isSame && this.now() - latest.lookedUpAt < freshFor) {
      return latest.done;
    }
    this.forget();
    const aborting = new AbortController();
    const done = this.run(request, aborting.signal);
    this.latest = {
      body: request.body,
      lookedUpAt: this.now(),
      done,
      aborting,
      line: askingLine(),
      price: undefined,
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
    const result = await this.lookUp(request, signal);
    if (!signal.aborted && this.latest) {
      this.latest = { ...this.latest, ...result };
      this.changed.fire(undefined);
    }
  }

  private async lookUp(
    { body, reason }: RequestOrReason,
    cancelSignal: AbortSignal,
  ): Promise<{ line: PriceLine; price: Price | undefined }> {
    if (body === undefined) {
      // As with any other lookup, the answer must come after `ask` has announced the lookup.
      await Promise.resolve();
      return { line: noPriceLine(reason), price: undefined };
    }
    try {
      const signal = AbortSignal.any([cancelSignal, AbortSignal.timeout(longestWait)]);
      const price = await this.client.calculatePrice(body, signal);
      return { line: priceLine(price, new Date()), price };
    } catch (error) {
      return { line: noPriceLine(this.explain(error)), price: undefined };
    }
  }
}

/** The body to send; or a sentence that says why the price cannot be looked up. */
type RequestOrReason =
  | { readonly body: string; readonly reason?: undefined }
  | { readonly body: undefined; readonly reason: string };

function requestFor({ order, pricingIds, view }: PriceQuestion): RequestOrReason {
  if (view.of === 'untold') {
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

function askingLine(): PriceLine {
  return { status: 'asking', text: l10n.t('Loading the price…') };
}

/**
 * Returns the text about the price that the portal returned; undefined stands for an unreadable price.
 *
 * @param lookedUpAt When the portal returned it.
 */
export function priceLine(price: Price | undefined, lookedUpAt: Date): PriceLine {
  if (!price) {
    return { status: 'none', text: l10n.t('The portal’s reply contained no readable price.') };
  }
  const time = new Intl.DateTimeFormat(env.language, { timeStyle: 'short' }).format(lookedUpAt);
  // An ordinary space, so that the line can break there and a search for the text as typed finds it.
  const amount = amountInSentence(price.amount, price.currency, env.language).replaceAll('\u00a0', ' ');
  return { status: 'told', text: l10n.t('{0} as calculated by the portal at {1}', amount, time) };
}

/**
 * Returns the text about a price that is not available.
 *
 * @param reason A sentence; may be empty.
 */
export function noPriceLine(reason: string): PriceLine {
  return { status: 'none', text: [l10n.t('The portal gave no price.'), reason].join(' ').trim() };
}
