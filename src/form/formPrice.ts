import { l10n } from 'vscode';
import type { Order } from '../orders/order';
import { priceBody } from '../orders/request';
import type { PortalClient } from '../portal/client';
import type { Disposable } from '../portal/emitter';
import { Emitter } from '../portal/emitter';
import type { Id } from '../portal/values';
import type { PriceLine } from './contract';
import { noPriceLine, priceLine } from './priceTexts';

/** What an order's price is asked by. */
export interface PriceQuestion {
  readonly order: Order;
  /** The pricing ids of plans and services, by their own ids. */
  readonly pricingIds: ReadonlyMap<string, Id>;
  /** The Yeastar ID of the user whose price it is; undefined for one's own. */
  readonly partnerView: string | undefined;
}

interface Asked {
  /** Undefined where it cannot be asked. */
  readonly body: string | undefined;
  readonly at: number;
  readonly line: PriceLine;
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

  /** Asks for the price, unless the same one has just been told. Resolves when there is an answer, or none to be had. */
  async ask({ order, pricingIds, partnerView }: PriceQuestion): Promise<void> {
    const body = priceBody(order, ({ serviceId }) => pricingIds.get(serviceId), partnerView);
    const { asked } = this;
    const isSame = asked !== undefined && asked.body === body && asked.line.status !== 'none';
    if (isSame && this.now() - asked.at < freshFor) {
      return asked.ended;
    }
    this.forget();
    const aborting = new AbortController();
    const ended = this.answer(body, aborting.signal);
    this.asked = { body, at: this.now(), ended, aborting, line: asking() };
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

  private async answer(body: string | undefined, ending: AbortSignal): Promise<void> {
    const line = await this.lineOf(body, ending);
    if (!ending.aborted && this.asked) {
      this.asked = { ...this.asked, line };
      this.changed.fire(undefined);
    }
  }

  private async lineOf(body: string | undefined, ending: AbortSignal): Promise<PriceLine> {
    if (body === undefined) {
      // Told as every other answer is: after the question.
      await Promise.resolve();
      return noPriceLine(l10n.t('Its catalogue names no pricing id for all that is ordered.'));
    }
    try {
      const signal = AbortSignal.any([ending, AbortSignal.timeout(longestWait)]);
      return priceLine(await this.client.calculatePrice(body, signal), new Date());
    } catch (error) {
      return noPriceLine(this.explain(error));
    }
  }
}

function asking(): PriceLine {
  return { status: 'asking', text: l10n.t('Asking the portal for the price…') };
}
