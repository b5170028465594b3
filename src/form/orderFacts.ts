import { l10n } from 'vscode';
import type { Order, OrderLine, PricedOrder } from '../orders/order';
import type { Id, PortalText } from '../portal/values';
import type { OperationRule, QuantityRule } from '../rules/operationRule';
import { isChargedPerExtension } from '../rules/table';
import { operationTexts } from '../text/orderTexts';
import { billedText, endDateText } from '../text/dateTexts';
import { codeText, nameOrId, numberText, plainText } from '../text/plainText';
import type { BillingContact, Partner } from '../portal/lookupReplies';
import type { OrderFact } from './contract';
import type { FormTarget } from './facts';
import { contactText, partnerText } from './fields/peopleFields';

/** What the texts about the plans and services of an order are derived from. */
export interface DescribedLines {
  readonly target: Pick<FormTarget, 'operation' | 'productId'>;
  readonly order: PricedOrder;
  readonly rule: OperationRule;
  /** Names of plans and services, by their ids. */
  readonly names: ReadonlyMap<string, PortalText>;
}

/** What the facts of an order are derived from. */
export interface DescribedOrder extends DescribedLines {
  readonly target: FormTarget;
  readonly order: Order;
  /** Undefined when the order has no billing contact. */
  readonly contact: BillingContact | undefined;
  readonly partner: Partner | undefined;
  readonly assigned: Partner | undefined;
  /** Region and domain of a new PBX; empty for other orders. */
  readonly place: PortalText;
  /** Subscription end date, as the portal writes it. */
  readonly endDate: PortalText | undefined;
}

/** A plan or service of an order, as texts. */
export interface LineText {
  readonly serviceId: Id;
  readonly name: string;
  /** `10 extensions`; empty when the order has no quantity for it. */
  readonly quantity: string;
  /** `1 year, billed annually`; may be empty. */
  readonly billed: string;
}

/** Returns the plans and services of an order, in the order in which they are sent. */
export function lineTexts(described: DescribedLines): LineText[] {
  return described.order.serviceList.map((line) => ({
    serviceId: line.serviceId,
    name: nameOrId(described.names.get(line.serviceId), line.serviceId),
    quantity: lineQuantity(described, line),
    billed: billedText(periodOf(line)),
  }));
}

/** Returns for how long a line is paid; undefined when it has no billing cycle. */
export function periodOf(line: OrderLine | undefined) {
  const { billingCycle, multiCycle } = line ?? {};
  return billingCycle === undefined ? undefined : { billingCycle, multiCycle };
}

/**
 * Returns what an order is, as labelled facts: which PBX, what, how much, for how long, who pays. The end date is not
 * part of it, because it changes on its own.
 */
export function orderFacts(described: DescribedOrder): OrderFact[] {
  const { order, partner, assigned } = described;
  const [first, ...others] = lineTexts(described);
  const [ordered, quantity] = orderedFacts(described, first);
  return filledFacts([
    ...pbxFacts(described),
    ordered,
    [l10n.t('Plan'), planName(described)],
    quantity,
    ...others.map(({ name, quantity, billed }): Labelled => [
      l10n.t('With'),
      name,
      quantity,
      billed === first?.billed ? '' : billed,
    ]),
    [l10n.t('Period'), first?.billed ?? ''],
    [l10n.t('Billing contact'), billingContactText(described)],
    [l10n.t('PO number'), order.poNumber === '' ? '' : codeText(order.poNumber)],
    [l10n.t('On behalf of'), partner ? plainText(withAddress(partner)) : ''],
    [l10n.t('Assign to'), assigned ? plainText(withAddress(assigned)) : ''],
  ]);
}

/** Returns those facts of an order that a table of orders has columns for: its PBX, what is ordered, and how much. */
export function columnFacts(described: DescribedOrder): OrderFact[] {
  const [first] = lineTexts(described);
  return filledFacts([...pbxFacts(described), ...orderedFacts(described, first)]);
}

/**
 * Returns the fact about the end date; none when it is unknown.
 *
 * @param newEndDate The end date after the order, if the portal returned one; it is never calculated.
 */
export function endDateFacts(
  endDate: PortalText | undefined,
  newEndDate: PortalText | undefined,
): OrderFact[] {
  return [
    ...factOf(l10n.t('Current end date'), [endDate === undefined ? '' : endDateText(endDate)]),
    ...factOf(l10n.t('New end date'), [newEndDate === undefined ? '' : endDateText(newEndDate)]),
  ];
}

/** Returns a fact as one line: `Quantity: 10 extensions` */
export function factText({ label, values }: OrderFact): string {
  return l10n.t('{0}: {1}', label, values.join(', '));
}

type Labelled = readonly [label: string, ...values: string[]];

function filledFacts(facts: readonly Labelled[]): OrderFact[] {
  return facts.flatMap(([label, ...values]) => factOf(label, values));
}

/** Returns what the first line of an order is, and its quantity. */
function orderedFacts({ target }: DescribedLines, first: LineText | undefined): [Labelled, Labelled] {
  return [
    [l10n.t('Order'), first ? operationTexts[target.operation].ordered(first.name) : ''],
    [l10n.t('Quantity'), first?.quantity ?? ''],
  ];
}

function factOf(label: string, values: readonly string[]): OrderFact[] {
  const filled = values.filter((value) => value !== '');
  return filled.length === 0 ? [] : [{ label, values: filled }];
}

function pbxFacts({ target, order, place }: DescribedOrder): Labelled[] {
  const { orderPceSpecialRequest: request, productNo } = order;
  return [
    [l10n.t('PBX'), plainText(target.instanceName), productNo === undefined ? '' : codeText(productNo)],
    ...(request === undefined
      ? []
      : [
          [l10n.t('New PBX'), plainText(request.pbxName)] as const,
          [l10n.t('Region'), nameOrId(place, request.regionId)] as const,
        ]),
  ];
}

/** The plan that the services of an order belong to; empty when the order names the plan as what is ordered. */
function planName({ order, names }: DescribedLines): string {
  const line = order.serviceList.find(({ connectionPlanId }) => connectionPlanId !== undefined);
  const isOrdered = order.serviceList.some(({ serviceType }) => serviceType === 'plan');
  const planId = line?.connectionPlanId;
  return planId === undefined || isOrdered ? '' : nameOrId(names.get(planId), planId);
}

function billingContactText({ contact }: DescribedOrder): string {
  if (!contact) {
    return '';
  }
  const text: PortalText = [contactText(contact), contact.emailAddress]
    .filter((part) => part !== '')
    .join(', ');
  return plainText(text);
}

function withAddress(partner: Partner): PortalText {
  const text = partnerText(partner);
  return partner.email === '' || text === partner.email ? text : `${text}, ${partner.email}`;
}

function lineQuantity(described: DescribedLines, line: OrderLine): string {
  const { rule } = described;
  const lineRule = line.serviceType === 'plan' ? rule.plan : rule.services?.line;
  const quantityRule = lineRule?.quantity.value;
  return line.quantity === undefined || quantityRule === undefined || quantityRule === 'absent'
    ? ''
    : quantityText(line.quantity, quantityMeaning(described, line, quantityRule));
}

/**
 * Returns what the quantity of a line counts. A new PBX has no existing quantity to add to, and a service that is
 * charged per extension covers all extensions.
 */
function quantityMeaning(
  { target, names }: DescribedLines,
  { serviceType, serviceId }: OrderLine,
  { kind }: QuantityRule,
): QuantityRule['kind'] {
  const service = { serviceId, name: names.get(serviceId) };
  if (serviceType === 'service' && isChargedPerExtension(target.productId, service)) {
    return 'currentExtensions';
  }
  const isNew = target.operation === 'purchase' || target.operation === 'startTrial';
  return kind === 'amountToAdd' && isNew ? 'whereCounted' : kind;
}

function quantityText(quantity: string, kind: QuantityRule['kind']): string {
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
