import { l10n } from 'vscode';
import type { Assumption } from '../orders/assumptions';
import { assumptionsOf } from '../orders/assumptions';
import type { Order, OrderLine } from '../orders/order';
import { remarkText } from '../orders/remarks';
import type { OrderBody } from '../orders/request';
import type { BaseUrl } from '../portal/baseUrl';
import type { BillingContact } from '../portal/billingContacts';
import { saveOrderPath } from '../portal/client';
import type { Partner } from '../portal/partners';
import type { OperationRule, QuantityRule } from '../rules/operationRule';
import { isChargedPerExtension } from '../rules/table';
import { plainText } from '../plainText';
import type { PriceLine, Review } from './contract';
import { contactText, partnerText } from './fields/peopleFields';
import type { FormTarget } from './target';
import type { PlanSwitchNames } from './facts';
import { planSwitchText, yearsText } from './texts';

/** A service that the portal names for a PBX. */
export interface HadService {
  readonly name: string;
  /** False where the portal does not say clearly whether the PBX is subscribed to it. */
  readonly isSure: boolean;
}

/** What a review is told from. */
export interface Reviewed {
  readonly reviewId: string;
  readonly target: FormTarget;
  readonly order: Order;
  readonly body: OrderBody;
  readonly rule: OperationRule;
  /** Names of plans and services, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** Undefined where the order has no billing contact. */
  readonly contact: BillingContact | undefined;
  readonly partner: Partner | undefined;
  readonly assigned: Partner | undefined;
  /** Region and domain of a new PBX; empty where there is none. */
  readonly place: string;
  /** The current number of extensions, where the portal tells it. */
  readonly extensions: number | undefined;
  /** The services that this PBX has, by id; undefined where the portal does not tell. */
  readonly has: ReadonlyMap<string, HadService> | undefined;
  /** A switch of plan that is under way for this PBX; undefined when none is. */
  readonly planSwitch: PlanSwitchNames | undefined;
  /** The subscription end date, as the portal writes it. */
  readonly endDate: string | undefined;
  readonly baseUrl: BaseUrl;
}

/** What a review says of the order itself. */
export function reviewOf(
  reviewed: Reviewed,
  price: PriceLine,
): Pick<Review, 'reviewId' | 'summary' | 'price' | 'lines' | 'body' | 'target'> {
  const { reviewId, body, baseUrl } = reviewed;
  const { order, pbx, notes } = reviewTexts(reviewed);
  const [summary = '', ...others] = order;
  return {
    ...{ reviewId, summary, price },
    lines: [...others, ...endDateLines(reviewed), ...pbx, ...notes],
    body,
    target: `POST ${baseUrl}${saveOrderPath}`,
  };
}

/** Whoever renews sees by it whether that has been done. */
function endDateLines({ endDate }: Reviewed): string[] {
  return endDate === undefined ? [] : [l10n.t('Subscription end date: {0}.', plainText(endDate))];
}

/** What a review says in words, by what it is about; every sentence of it, so that none changes unseen. */
export interface ReviewTexts {
  /** What is ordered, in one line; then what goes with it, where, and for whom. */
  readonly order: readonly string[];
  /** What the portal tells of the PBX. */
  readonly pbx: readonly string[];
  /** What the API guide leaves open. */
  readonly notes: readonly string[];
}

/** The sentences of a review, without price and end date, which are compared as what they are. */
export function reviewTexts(reviewed: Reviewed): ReviewTexts {
  const { order, rule } = reviewed;
  const [first, ...others] = order.serviceList;
  return {
    order: [
      first ? summaryOf(reviewed, first) : '',
      ...others.map((line) => l10n.t('With {0}', lineText(reviewed, line))),
      ...placeLines(reviewed),
      ...peopleLines(reviewed),
      ...(order.poNumber === '' ? [] : [l10n.t('PO number {0}', plainText(order.poNumber))]),
    ],
    pbx: [
      ...quantityLines(reviewed),
      ...alreadyThereLines(reviewed),
      ...[planSwitchText(reviewed.planSwitch)].filter((line) => line !== ''),
    ],
    notes: [...rule.remarks.map(remarkText), ...assumptionLines(assumptionsOf(rule, order))],
  };
}

function summaryOf(reviewed: Reviewed, line: OrderLine): string {
  const { target, order } = reviewed;
  const text = lineText(reviewed, line);
  const what =
    order.productNo === undefined ? text : [text, l10n.t('for {0}', plainText(order.productNo))].join(', ');
  switch (target.operation) {
    case 'subscribe':
    case 'expand':
      return what;
    case 'renew':
      return l10n.t('Renewal: {0}', what);
    case 'switchPlan':
      return l10n.t('Switch to {0}', what);
    case 'purchase':
      return l10n.t('Purchase: {0}', what);
    case 'startTrial':
      return l10n.t('Trial: {0}', what);
  }
}

/** `High Availability, 10 extensions, billed annually` */
function lineText(reviewed: Reviewed, line: OrderLine): string {
  const { names, rule } = reviewed;
  const lineRule = line.serviceType === 'plan' ? rule.plan : rule.services?.line;
  const quantityRule = lineRule?.quantity.value;
  return [
    plainText(names.get(line.serviceId) ?? line.serviceId),
    line.quantity === undefined || quantityRule === undefined || quantityRule === 'absent'
      ? ''
      : quantityText(line.quantity, meaningOf(reviewed, line, quantityRule)),
    billedText(line),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** With a new licence nothing is added to, and a service that is charged per extension is for all of them. */
function meaningOf(
  { target, names }: Reviewed,
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
  switch (kind) {
    case 'currentExtensions':
    case 'extensions':
      return quantity === '1' ? l10n.t('1 extension') : l10n.t('{0} extensions', quantity);
    case 'amountToAdd':
      return l10n.t('{0} to add', quantity);
    case 'connections':
      return quantity === '1' ? l10n.t('1 connection') : l10n.t('{0} connections', quantity);
    case 'whereCounted':
      return l10n.t('quantity {0}', quantity);
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

function placeLines({ order: { orderPceSpecialRequest: request }, place }: Reviewed): string[] {
  return request
    ? [l10n.t('Name {0}, {1}', plainText(request.pbxName), plainText(place || request.regionId))]
    : [];
}

function peopleLines({ contact, partner, assigned }: Reviewed): string[] {
  const invoice = contact
    ? [contactText(contact), contact.emailAddress].filter((part) => part !== '').join(', ')
    : undefined;
  return [
    ...(partner ? [l10n.t('On behalf of {0}', plainText(withAddress(partner)))] : []),
    ...(assigned ? [l10n.t('Assigned to {0}', plainText(withAddress(assigned)))] : []),
    ...(invoice === undefined ? [] : [l10n.t('Invoice to {0}', plainText(invoice))]),
  ];
}

function withAddress(partner: Partner): string {
  const text = partnerText(partner);
  return partner.email === '' || text === partner.email ? text : `${text}, ${partner.email}`;
}

function quantityLines({ rule, order, extensions }: Reviewed): string[] {
  const line = rule.plan ?? rule.services?.line;
  const isCurrent = line?.quantity.value !== 'absent' && line?.quantity.value.kind === 'currentExtensions';
  const quantity = order.serviceList[0]?.quantity;
  return isCurrent && extensions !== undefined && quantity !== undefined && String(extensions) !== quantity
    ? [
        l10n.t(
          'Check the quantity: the portal tells {0} extensions for this PBX, this order names {1}.',
          extensions,
          quantity,
        ),
      ]
    : [];
}

/** Services that are subscribed to although the PBX has them. */
function alreadyThereLines({ target, order, has }: Reviewed): string[] {
  if (target.operation !== 'subscribe' && target.operation !== 'startTrial') {
    return [];
  }
  return order.serviceList.flatMap(({ serviceId }) => {
    const had = has?.get(serviceId);
    if (!had) {
      return [];
    }
    const name = plainText(had.name);
    return [
      had.isSure
        ? l10n.t('This PBX has {0} already.', name)
        : l10n.t('This PBX may have {0} already: the portal does not say it clearly.', name),
    ];
  });
}

function assumptionLines(assumptions: readonly Assumption[]): string[] {
  const values = assumptions.map(({ parameter, value }) =>
    value === undefined ? l10n.t('no {0}', parameter) : `${parameter} ${value}`.trim(),
  );
  return values.length === 0
    ? []
    : [
        l10n.t(
          'The API guide does not tell this of the order, so it is as for a similar one: {0}.',
          values.join(', '),
        ),
      ];
}
