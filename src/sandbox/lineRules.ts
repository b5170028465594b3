import { quantityLimits } from './catalogueReplies';
import type { Limits, Product } from './catalogue/product';
import type { Subscription } from './instance';
import type { Line, PlanLine } from './orderLine';

/** What the lines of an order have to fit. */
export interface OrderedFor {
  readonly product: Product;
  /** What refusals call it: the serial number where there is one. */
  readonly name: string;
  /** What there is before the order; undefined where the portal does not know. */
  readonly current: Subscription | undefined;
  readonly isInstance: boolean;
  /** The order's own plan. */
  readonly planLine: PlanLine | undefined;
}

/** A rule of one line; the field that is refused when the line does not keep to it. */
interface LineCheck {
  readonly field: 'connectionPlanId' | 'serviceId' | 'quantity';
  readonly tag: string;
  /** What follows the field's name in `detailMessage`; undefined when the line keeps to the rule. */
  readonly problem: (line: Line, ordered: OrderedFor) => string | undefined;
}

/** The plan that a service belongs to (API guide: Create an order, serviceList). */
const connectionPlan: LineCheck = {
  field: 'connectionPlanId',
  tag: 'mismatch',
  problem: (line, { planLine, current, name, product }) => {
    if (line.serviceType === 'plan' || line.connectionPlanId === undefined) {
      return undefined;
    }
    if (planLine !== undefined) {
      return line.connectionPlanId === planLine.plan.planId ? undefined : 'is not the plan of this order';
    }
    if (current !== undefined) {
      return line.connectionPlanId === current.plan?.planId
        ? undefined
        : `is not the current plan of ${name}`;
    }
    return product.plans.some(({ planId }) => planId === line.connectionPlanId)
      ? undefined
      : 'is not a plan of the product';
  },
};

/** What a line must keep to, in the order in which the portal looks (API guide: the tutorials). */
const checks: readonly LineCheck[] = [
  connectionPlan,
  {
    field: 'serviceId',
    tag: 'mismatch',
    problem: (line, { current, name }) =>
      line.serviceType === 'plan' && purchaseTypeOf(line) === 'renew' && current && current.plan !== line.plan
        ? `is not the current plan of ${name}`
        : undefined,
  },
  {
    field: 'serviceId',
    tag: 'current',
    problem: (line, { current, name }) =>
      line.serviceType === 'plan' && purchaseTypeOf(line) === 'switch' && current?.plan === line.plan
        ? `is the current plan of ${name} already`
        : undefined,
  },
  {
    field: 'serviceId',
    tag: 'noPlan',
    problem: (line, { current, name }) =>
      line.serviceType === 'plan' && purchaseTypeOf(line) === 'switch' && current && !current.plan
        ? `${name} has no plan to switch from`
        : undefined,
  },
  {
    field: 'serviceId',
    tag: 'subscribed',
    problem: (line, { planLine, isInstance, current, name }) =>
      line.serviceType === 'service' &&
      purchaseTypeOf(line) === 'purchase' &&
      ['currentExtensions', 'uncounted'].includes(line.service.quantity.kind) &&
      planLine === undefined &&
      isInstance &&
      current?.services.has(line.service.serviceId)
        ? `${name} is already subscribed to ${line.service.name}`
        : undefined,
  },
  {
    field: 'serviceId',
    tag: 'unsubscribed',
    problem: (line, { current, name }) =>
      line.serviceType === 'service' &&
      purchaseTypeOf(line) === 'renew' &&
      current?.services.has(line.service.serviceId) === false
        ? `${name} is not subscribed to ${line.service.name}`
        : undefined,
  },
  {
    field: 'serviceId',
    tag: 'plan',
    problem: (line, { planLine, current }) => {
      if (line.serviceType === 'plan' || purchaseTypeOf(line) === 'renew') {
        return undefined;
      }
      const { onlyForPlan, name } = line.service;
      const plan = planLine?.plan ?? current?.plan;
      return onlyForPlan && plan !== onlyForPlan ? `${name} is for the ${onlyForPlan.name} only` : undefined;
    },
  },
  {
    field: 'serviceId',
    tag: 'trial',
    problem: (line) => {
      const { canBeTried, name } = line.serviceType === 'plan' ? line.plan : line.service;
      return purchaseTypeOf(line) === 'trial' && !canBeTried ? `${name} cannot be tried` : undefined;
    },
  },
  {
    field: 'quantity',
    tag: 'eq',
    problem: (line, ordered) => {
      const extensions = isForEachExtension(line) ? extensionsBefore(ordered) : undefined;
      return extensions !== undefined && line.quantity !== extensions
        ? `must be the current number of extensions (${extensions})`
        : undefined;
    },
  },
  {
    field: 'quantity',
    tag: 'min',
    problem: (line, ordered) => {
      const { least } = limitsOf(line, ordered);
      return (line.quantity ?? least) < least ? `must be at least ${least}` : undefined;
    },
  },
  {
    field: 'quantity',
    tag: 'max',
    problem: (line, ordered) => {
      const { most } = limitsOf(line, ordered);
      return (line.quantity ?? most) > most ? `must be at most ${most}` : undefined;
    },
  },
];

/** @throws Refusal of the first field of the line that does not fit */
export function checkLine(line: Line, ordered: OrderedFor): void {
  checks.forEach((check) => hold(line, ordered, check));
}

/** @throws Refusal when the line is for another plan than the one that there is or that is ordered */
export function checkConnectionPlan(line: Line, ordered: OrderedFor): void {
  hold(line, ordered, connectionPlan);
}

function hold(line: Line, ordered: OrderedFor, { field, tag, problem }: LineCheck): void {
  const found = problem(line, ordered);
  if (found !== undefined) {
    throw line.item.refused(field, tag, found);
  }
}

/** What the row of the table calls it, and the item says. */
export function purchaseTypeOf({ rule }: Line): Line['rule']['purchaseType']['value'] {
  return rule.purchaseType.value;
}

function isForEachExtension(line: Line): boolean {
  const { value } = line.rule.quantity;
  return (
    (value !== 'absent' && value.kind === 'currentExtensions') ||
    (line.serviceType === 'service' &&
      line.service.quantity.kind === 'currentExtensions' &&
      purchaseTypeOf(line) === 'purchase')
  );
}

/** Those of the plan that is bought with the order, else those that there are. */
function extensionsBefore({ planLine, current }: OrderedFor): number | undefined {
  return planLine && purchaseTypeOf(planLine) === 'purchase' ? planLine.quantity : current?.extensions;
}

/** What both the table and the catalogue allow one order to buy; renewals are held to what there is instead. */
function limitsOf(line: Line, ordered: OrderedFor): Limits {
  if (purchaseTypeOf(line) !== 'purchase') {
    return { least: 1, most: Infinity };
  }
  const extensions = extensionsBefore(ordered);
  const { value: rule } = line.rule.quantity;
  const sold = line.serviceType === 'plan' ? line.plan.extensions : quantityLimits(line.service, extensions);
  const { least = 1, most = Infinity } = sold ?? {};
  if (rule === 'absent') {
    return { least, most };
  }
  switch (rule.kind) {
    case 'extensions':
      return { least: Math.max(least, rule.least), most: Math.min(most, rule.most ?? Infinity) };
    case 'amountToAdd':
      return { least, most: Math.min(most, (rule.mostTogether ?? Infinity) - (extensions ?? 0)) };
    case 'currentExtensions':
    case 'connections':
    case 'whereCounted':
      return { least, most };
  }
}
