import { l10n, env } from 'vscode';
import type { Order } from '../orders/order';
import { priceBody } from '../orders/request';
import type { PortalClient } from '../portal/client';
import type { Price } from '../portal/price';
import { type Disposable, Emitter } from '../portal/emitter';
import type { Id, PortalText } from '../portal/values';
import type { PriceLine } from './contract';
import { amountInSentence } from '../text/amounts';

/** What an order's price is asked by. */
export interface PriceQuestion {
  readonly order: Order;
  /** The pricing ids of plans and services, by their own ids. */
  readonly pricingIds: ReadonlyMap<string, Id>;
  readonly view: PriceView;
}

/** Whose price it is. `untold`: of a user whose Yeastar ID, which is an e-mail address, the portal does not tell. */
export type PriceView =
  { readonly of: 'own' } | { readonly of: 'partner'; readonly email: PortalText } | { readonly of: 'untold' };

interface Asked {
  /** Undefined where it cannot be asked. */
  readonly body: string | undefined;
  readonly at: number;
  readonly line: PriceLine;
  /** Undefined as long as the portal has told none that can be read. */
  readonly price: Price | undefined;
  readonly ended: Promise<void>;
  readonly aborting: AbortController;
}

/** Milliseconds for which a price counts as the one of now. */
const freshFor = 60_000;

/** Milliseconds after which an order is reviewed without the portal's price. */
const longestWait = 10_000;

/** The price of what the form holds, as the portal calculates it: asked once for the same order. */
export class FormPrice implements Disposable {
  private asked: Asked | undefined;
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly client: PortalClient,
    private readonly explain: (error: unknown) => string,
    private readonly now: () => number = Date.now,
  ) {}

  /** What can be said of the price that was asked last; undefined when none was. */
  get line(): PriceLine | undefined {
    return this.asked?.line;
  }

  /** The price that was told last; undefined when none was, or none that can be read. */
  get told(): Price | undefined {
    return this.asked?.price;
  }

  /** The price that was told for just this question. */
  toldFor(question: PriceQuestion): Price | undefined {
    const { body } = requestFor(question);
    return body !== undefined && this.asked?.body === body ? this.asked.price : undefined;
  }

  /** Asks for the price, whatever was told before. Resolves when there is an answer, or none to be had. */
  async askAnew(question: PriceQuestion): Promise<void> {
    this.forget();
    await this.ask(question);
  }

  /** Asks for the price, unless the same one has just been told. Resolves when there is an answer, or none to be had. */
  async ask(question: PriceQuestion): Promise<void> {
    const request = requestFor(question);
    const { asked } = this;
    const isSame = asked?.body !== undefined && asked.body === request.body && asked.line.status !== 'none';
    if (isSame && this.now() - asked.at < freshFor) {
      return asked.ended;
    }
    this.forget();
    const aborting = new AbortController();
    const ended = this.answer(request, aborting.signal);
    this.asked = { body: request.body, at: this.now(), ended, aborting, line: asking(), price: undefined };
    this.changed.fire(undefined);
    return ended;
  }

  /** The values are no order any more. */
  forget(): void {
    this.asked?.aborting.abort();
    this.asked = undefined;
  }

  dispose(): void {
    this.forget();
    this.changed.dispose();
  }

  private async answer(request: PriceRequest, ending: AbortSignal): Promise<void> {
    const answer = await this.answerTo(request, ending);
    if (!ending.aborted && this.asked) {
      this.asked = { ...this.asked, ...answer };
      this.changed.fire(undefined);
    }
  }

  private async answerTo(
    { body, missing }: PriceRequest,
    ending: AbortSignal,
  ): Promise<{ line: PriceLine; price: Price | undefined }> {
    if (body === undefined) {
      // Told as every other answer is: after the question.
      await Promise.resolve();
      return { line: noPriceLine(missing), price: undefined };
    }
    try {
      const signal = AbortSignal.any([ending, AbortSignal.timeout(longestWait)]);
      const price = await this.client.calculatePrice(body, signal);
      return { line: priceLine(price, new Date()), price };
    } catch (error) {
      return { line: noPriceLine(this.explain(error)), price: undefined };
    }
  }
}

/** What is sent; or why it cannot be asked, in a sentence. */
type PriceRequest =
  | { readonly body: string; readonly missing?: undefined }
  | { readonly body: undefined; readonly missing: string };

function requestFor({ order, pricingIds, view }: PriceQuestion): PriceRequest {
  if (view.of === 'untold') {
    return {
      body: undefined,
      missing: l10n.t(
        'It names no e-mail address of the user by which that user’s price could be asked for.',
      ),
    };
  }
  const email = view.of === 'partner' ? view.email : undefined;
  const body = priceBody(order, ({ serviceId }) => pricingIds.get(serviceId), email);
  return body === undefined
    ? { body, missing: l10n.t('Its catalogue names no pricing id for all that is ordered.') }
    : { body };
}

function asking(): PriceLine {
  return { status: 'asking', text: l10n.t('Asking the portal for the price…') };
}

/** The line about the price, once the portal has answered. */
export function priceLine(price: Price | undefined, at: Date): PriceLine {
  if (!price) {
    return { status: 'none', text: l10n.t('The portal gave no price that can be read.') };
  }
  const time = new Intl.DateTimeFormat(env.language, { timeStyle: 'short' }).format(at);
  // An ordinary blank, since a sentence may be broken there, and is searched for as it is typed.
  const amount = amountInSentence(price.amount, price.currency, env.language).replaceAll('\u00a0', ' ');
  return { status: 'told', text: l10n.t('{0} as calculated by the portal at {1}', amount, time) };
}

/** The line about a price that could not be asked for. @param reason A sentence; may be empty. */
export function noPriceLine(reason: string): PriceLine {
  return { status: 'none', text: [l10n.t('The portal gave no price.'), reason].join(' ').trim() };
}
