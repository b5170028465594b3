import { env, l10n } from 'vscode';
import { explain } from '../text/failureTexts';
import { documentText } from '../text/plainText';
import type { PriceCycle, PricedItem, PriceList } from '../portal/priceList';
import type { PortalText } from '../portal/values';
import { amountTexts, isThreeLetters } from '../text/amounts';
import { printExact, type JsonObject } from '../portal/exactJson';
import { textTable } from '../text/textTable';

/** The prices of one offering for one billing cycle, or the error of the lookup. */
export interface PriceSection {
  readonly offeringId: string;
  readonly billingCycle: PriceCycle;
  readonly answer:
    | { readonly kind: 'read'; readonly list: PriceList }
    | { readonly kind: 'failed'; readonly error: unknown };
}

/** The heading of a price list: what it covers, and when it was looked up. */
export interface PriceListHead {
  readonly productId: number;
  readonly productName: PortalText;
  /** The subordinate user who sees these prices; undefined for the account's own prices. */
  readonly partnerName: PortalText | undefined;
  /** Host of the portal. */
  readonly portal: string;
  readonly sandbox: boolean;
  readonly askedAt: Date;
}

/** Formats a price list as plain text: a table for each billing cycle, then the replies as received. */
export function priceListText(head: PriceListHead, sections: readonly PriceSection[]): string {
  const isOneOffering = new Set(sections.map(({ offeringId }) => offeringId)).size < 2;
  const blocks = [
    headLines(head),
    ...sections.map((section) => sectionLines(section, isOneOffering)),
    [l10n.t('As received'), '', printExact(received(sections), 2)],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Returns the text to show in place of prices that belong to another account. */
export function otherAccountText(): string {
  return l10n.t(
    'These prices belong to another session. Run PBX: Show Prices… to see those of the current one.',
  );
}

function headLines({
  productId,
  productName,
  partnerName,
  portal,
  sandbox,
  askedAt,
}: PriceListHead): string[] {
  const time = new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    askedAt,
  );
  return [
    l10n.t('Prices of {0}, product {1}', documentText(productName), productId),
    partnerName === undefined
      ? l10n.t('Your prices, from {0} on {1}', portal, time)
      : l10n.t('The prices that {0} sees, from {1} on {2}', documentText(partnerName), portal, time),
    ...(sandbox ? [l10n.t('Sandbox: nothing is bought')] : []),
    l10n.t('List prices only. The review of an order shows what it will cost.'),
  ];
}

function sectionLines({ offeringId, billingCycle, answer }: PriceSection, isOneOffering: boolean): string[] {
  const cycle = cycleText(billingCycle);
  const title = isOneOffering ? cycle : l10n.t('{0}, offering {1}', cycle, documentText(offeringId));
  return [title, '', ...answerLines(answer)];
}

function answerLines(answer: PriceSection['answer']): string[] {
  if (answer.kind === 'failed') {
    return [l10n.t('These prices could not be read. {0}', documentText(explain(answer.error)))];
  }
  const { items } = answer.list;
  const amountOf = amountTexts(env.language, { digitsOnly: true });
  return items.length === 0
    ? [l10n.t('The portal lists no plan and no service for this billing cycle.')]
    : textTable(
        [
          { title: l10n.t('Name'), align: 'left' },
          { title: l10n.t('ID'), align: 'left' },
          { title: l10n.t('Price'), align: 'right' },
          { title: l10n.t('Currency'), align: 'left' },
        ],
        items.map((item) => rowOf(item, amountOf)),
      );
}

/** Returns the table row of an item. A service that belongs to a plan is indented below it. */
function rowOf({ name, id, planId, prices }: PricedItem, amountOf: ReturnType<typeof amountTexts>): string[] {
  const text = documentText(name ?? '') || l10n.t('no name');
  const label = planId === undefined ? text : `  ${text}`;
  const [price, ...others] = prices;
  if (!price) {
    return [label, documentText(id), l10n.t('not reported'), ''];
  }
  return others.length > 0
    ? [label, documentText(id), l10n.t('several, see below'), '']
    : [
        label,
        documentText(id),
        documentText(amountOf(price.amount, price.currency)),
        currencyText(price.currency),
      ];
}

function currencyText(currency: string | undefined): string {
  if (currency === undefined) {
    return l10n.t('not reported');
  }
  // The amount is in the column before it, so that digits here would read as part of it.
  return isThreeLetters(currency) ? currency : `(${documentText(currency)})`;
}

function cycleText(billingCycle: PriceCycle): string {
  switch (billingCycle) {
    case 'annually':
      return l10n.t('Billed annually');
    case 'monthly':
      return l10n.t('Billed monthly');
    case 'once':
      return l10n.t('Billed once');
  }
}

/** Returns the replies by offering and billing cycle, with every digit as received. */
export function received(sections: readonly PriceSection[]): JsonObject {
  const offeringIds = [...new Set(sections.map(({ offeringId }) => offeringId))];
  return Object.fromEntries(
    offeringIds.map((offeringId) => [
      offeringId,
      Object.fromEntries(
        sections.flatMap((section) =>
          section.offeringId === offeringId && section.answer.kind === 'read'
            ? [[section.billingCycle, section.answer.list.raw]]
            : [],
        ),
      ),
    ]),
  );
}
