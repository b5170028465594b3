import { type PriceQuestion } from './formPrice';
import { operationTexts } from '../text/orderTexts';
import { l10n } from 'vscode';
import { type Assumption, assumptionsOf, remarkText } from '../orders/assumptions';
import type { Order, OrderLine } from '../orders/order';
import type { OrderBody } from '../orders/request';
import type { BaseUrl } from '../portal/baseUrl';
import type { BillingContact, Partner } from '../portal/lookupReplies';
import { saveOrderPath } from '../portal/client';
import type { OperationRule, QuantityRule } from '../rules/operationRule';
import { isChargedPerExtension } from '../rules/table';
import { codeText, nameOrId, numberText, plainText } from '../text/plainText';
import type { PriceLine, Review, ReviewItem } from './contract';
import { contactText, partnerText } from './fields/peopleFields';
import type { FormTarget, PlanSwitchNames } from './facts';
import { planSwitchText, yearsText } from './texts';
import type { PortalText } from '../portal/values';

/** A service that the portal lists for a PBX. */
export interface ExistingService {
  readonly name: string;
  /** False when it is unclear whether the PBX is subscribed to it. */
  readonly isSure: boolean;
}

/** Everything that a review is derived from. */
export interface ReviewInput {
  readonly reviewId: string;
  readonly target: FormTarget;
  readonly order: Order;
  readonly body: OrderBody;
  readonly rule: OperationRule;
  /** Names of plans and services, by their ids. */
  readonly names: ReadonlyMap<string, PortalText>;
  /** Undefined when the order has no billing contact. */
  readonly contact: BillingContact | undefined;
  readonly partner: Partner | undefined;
  readonly assigned: Partner | undefined;
  /** Region and domain of a new PBX; empty for other orders. */
  readonly place: PortalText;
  /** Current number of extensions; undefined when the portal does not report it. */
  readonly extensions: number | undefined;
  /** Services of this PBX, by id; undefined when the portal does not report them. */
  readonly has: ReadonlyMap<string, ExistingService> | undefined;
  /** Plan switch that is under way for this PBX; undefined when there is none. */
  readonly planSwitch: PlanSwitchNames | undefined;
  /** Subscription end date, as the portal writes it. */
  readonly endDate: PortalText | undefined;
  readonly baseUrl: BaseUrl;
}

/** Returns the part of a review that describes the order itself. */
export function reviewOf(
  reviewed: ReviewInput,
  price: PriceLine,
): Pick<Review, 'reviewId' | 'items' | 'price' | 'lines' | 'body' | 'target'> {
  const { reviewId, body, baseUrl } = reviewed;
  const { items, order, pbx, notes } = reviewTexts(reviewed);
  return {
    reviewId,
    items: [...items],
    price,
    lines: [...order, ...endDateLines(reviewed), ...pbx, ...notes],
    body,
    target: `POST ${baseUrl}${saveOrderPath}`,
  };
}

/** The subscription end date shows whether a renewal has already been made. */
function endDateLines({ endDate }: ReviewInput): string[] {
  return endDate === undefined ? [] : [l10n.t('Subscription end date: {0}.', plainText(endDate))];
}

/** All sentences of a review, grouped by subject. It has to be all of them, so that no change goes unnoticed. */
export interface ReviewTexts {
  /** Plans and services that are ordered. */
  readonly items: readonly ReviewItem[];
  /** Further sentences about the order: where the PBX runs, and for whom it is ordered. */
  readonly order: readonly string[];
  /** What the portal reports about the PBX. */
  readonly pbx: readonly string[];
  /** What the API guide leaves open. */
  readonly notes: readonly string[];
}

/** Returns the sentences of a review, except price and end date: those are compared as values. */
export function reviewTexts(reviewed: ReviewInput): ReviewTexts {
  const { order, rule } = reviewed;
  return {
    items: order.serviceList.map((line, index) => itemOf(reviewed, line, index === 0)),
    order: [
      ...placeLines(reviewed),
      ...peopleLines(reviewed),
      ...(order.poNumber === '' ? [] : [l10n.t('PO number {0}', codeText(order.poNumber))]),
    ],
    pbx: [
      ...quantityLines(reviewed),
      ...existingServiceLines(reviewed),
      ...[planSwitchText(reviewed.planSwitch)].filter((line) => line !== ''),
    ],
    notes: [...rule.remarks.map(remarkText), ...assumptionLines(assumptionsOf(rule, order))],
  };
}

/** @param isFirst The first item names the operation and the PBX; the others are listed with it. */
function itemOf(reviewed: ReviewInput, line: OrderLine, isFirst: boolean): ReviewItem {
  const { names, order } = reviewed;
  const name = nameOrId(names.get(line.serviceId), line.serviceId);
  return {
    what: isFirst ? operationTexts[reviewed.target.operation].ordered(name) : l10n.t('With {0}', name),
    quantity: quantityOf(reviewed, line),
    billed: billedText(line),
    pbx: isFirst && order.productNo !== undefined ? l10n.t('for {0}', codeText(order.productNo)) : '',
  };
}

function quantityOf(reviewed: ReviewInput, line: OrderLine): string {
  const { rule } = reviewed;
  const lineRule = line.serviceType === 'plan' ? rule.plan : rule.services?.line;
  const quantityRule = lineRule?.quantity.value;
  return line.quantity === undefined || quantityRule === undefined || quantityRule === 'absent'
    ? ''
    : quantityText(line.quantity, quantityMeaning(reviewed, line, quantityRule));
}

/**
 * Returns what the quantity of a line counts. A purchase has no existing quantity to add to, and a service that is
 * charged per extension covers all extensions.
 */
function quantityMeaning(
  { target, names }: ReviewInput,
  { serviceType, serviceId }: OrderLine,
  { kind }: QuantityRule,
): Pick<QuantityRule, 'kind'> {
  const service = { serviceId, name: names.get(serviceId) };
  if (serviceType === 'service' && isChargedPerExtension(target.productId, service)) {
    return { kind: 'currentExtensions' };
  }
  return { kind: kind === 'amountToAdd' && target.operation === 'purchase' ? 'whereCounted' : kind };
}

function quantityText(quantity: string, { kind }: Pick<QuantityRule, 'kind'>): string {
  const number = numberText(quantity);
  switch (kind) {
    case 'currentExtensions':
    case 'extensions':
      return quantity === '1' ? l10n.t('{0} extension', number) : l10n.t('{0} extensions', number);
    case 'amountToAdd':
      return l10n.t('{0} to add', number);
    case 'connections':
      return quantity === '1' ? l10n.t('{0} connection', number) : l10n.t('{0} connections', number);
    case 'whereCounted':
      return l10n.t('quantity {0}', number);
  }
}

function billedText({ billingCycle, multiCycle }: OrderLine): string {
  const years = multiCycle === 0 ? '' : l10n.t('for {0}', yearsText(multiCycle));
  const billed = (() => {
    switch (billingCycle) {
      case 'annually':
        return l10n.t('billed annually');
      case 'monthly':
        return l10n.t('billed monthly');
      case 'once':
        return l10n.t('billed once');
      case undefined:
        return '';
    }
  })();
  return [billed, years].filter((part) => part !== '').join(' ');
}

function placeLines({ order: { orderPceSpecialRequest: request }, place }: ReviewInput): string[] {
  return request
    ? [l10n.t('Name {0}, {1}', plainText(request.pbxName), nameOrId(place, request.regionId))]
    : [];
}

function peopleLines({ contact, partner, assigned }: ReviewInput): string[] {
  const invoice: PortalText | undefined = contact
    ? [contactText(contact), contact.emailAddress].filter((part) => part !== '').join(', ')
    : undefined;
  return [
    ...(partner ? [l10n.t('On behalf of {0}', plainText(withAddress(partner)))] : []),
    ...(assigned ? [l10n.t('Assigned to {0}', plainText(withAddress(assigned)))] : []),
    ...(invoice === undefined ? [] : [l10n.t('Invoice to {0}', plainText(invoice))]),
  ];
}

function withAddress(partner: Partner): PortalText {
  const text = partnerText(partner);
  return partner.email === '' || text === partner.email ? text : `${text}, ${partner.email}`;
}

function quantityLines({ rule, order, extensions }: ReviewInput): string[] {
  const line = rule.plan ?? rule.services?.line;
  const isCurrent = line?.quantity.value !== 'absent' && line?.quantity.value.kind === 'currentExtensions';
  const quantity = order.serviceList[0]?.quantity;
  return isCurrent && extensions !== undefined && quantity !== undefined && String(extensions) !== quantity
    ? [
        l10n.t(
          'Check the quantity: the portal reports {0} extensions for this PBX, this order has {1}.',
          numberText(String(extensions)),
          numberText(quantity),
        ),
      ]
    : [];
}

/** Warns about services in the order that the PBX has, or may have, already. */
function existingServiceLines({ target, order, has }: ReviewInput): string[] {
  if (target.operation !== 'subscribe' && target.operation !== 'startTrial') {
    return [];
  }
  return order.serviceList.flatMap(({ serviceId }) => {
    const existing = has?.get(serviceId);
    if (!existing) {
      return [];
    }
    const name = nameOrId(existing.name, serviceId);
    return [
      existing.isSure
        ? l10n.t('This PBX already has {0}.', name)
        : l10n.t('This PBX may already have {0}. The portal’s answer is not clear.', name),
    ];
  });
}

function assumptionLines(assumptions: readonly Assumption[]): string[] {
  const values = assumptions.map(({ parameter, value }) =>
    value === undefined ? l10n.t('no {0}', parameter) : `${parameter} ${value}`.trim(),
  );
  return values.length === 0
    ? []
    : [l10n.t('Not documented for this order, taken from a similar one: {0}.', values.join(', '))];
}

/** An order as read from the form's values, before its review adds an id and the request body. */
export type OrderUnderReview = Omit<ReviewInput, 'reviewId' | 'body' | 'baseUrl'> & {
  readonly question: PriceQuestion;
  /** Name of what is ordered, from the portal; empty when the portal gives no name. */
  readonly serviceName: PortalText;
  /**
   * Name of the plan that the PBX runs on, or its id if it has no name; undefined when the portal does not report it.
   */
  readonly plan: PortalText | undefined;
};
