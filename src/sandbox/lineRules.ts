import { quantityLimits } from './productEndpoints';
import { type Limits, type Product } from './catalogue/product';
import { type Line, type PlanLine } from './orderLine';
import type { Subscription } from './instance';

/** What the lines of an order are checked against. */
export interface OrderContext {
  readonly product: Product;
  /** What refusals call the instance or product: the serial number if there is one. */
  readonly name: string;
  /** The subscription before the order; undefined if the portal does not know it. */
  readonly current: Subscription | undefined;
  readonly isInstance: boolean;
  /** The line of the plan in the same order; undefined if the order has none. */
  readonly planLine: PlanLine | undefined;
}

/** A rule for one line, with the field that is refused when the line breaks it. */
interface LineCheck {
  readonly field: 'connectionPlanId' | 'serviceId' | 'quantity';
  readonly tag: string;
  /** Returns what follows the field's name in `detailMessage`; undefined when the line is valid. */
  readonly problem: (line: Line, ordered: OrderContext) => string | undefined;
}

/** Checks the plan that a service line names (API guide: Create an order, serviceList). */
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

/** The rules for a line, in the order in which the portal checks them (API guide: the tutorials). */
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
        ? `is already the current plan of ${name}`
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
      return onlyForPlan && plan !== onlyForPlan ? `${name} is only for the ${onlyForPlan.name}` : undefined;
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
      const extensions = isChargedPerExtension(line) ? extensionsOf(ordered) : undefined;
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

/** Checks a line against every rule. @throws Refusal of the first field that breaks one. */
export function checkLine(line: Line, ordered: OrderContext): void {
  checks.forEach((check) => enforce(line, ordered, check));
}

/** Checks only the plan of a line. @throws Refusal when it is neither the current nor the ordered plan. */
export function checkConnectionPlan(line: Line, ordered: OrderContext): void {
  enforce(line, ordered, connectionPlan);
}

function enforce(line: Line, ordered: OrderContext, { field, tag, problem }: LineCheck): void {
  const violation = problem(line, ordered);
  if (violation !== undefined) {
    throw line.item.refused(field, tag, violation);
  }
}

/** Returns the purchase type of the line's rule, which is also that of the item. */
export function purchaseTypeOf({ rule }: Line): Line['rule']['purchaseType']['value'] {
  return rule.purchaseType.value;
}

function isChargedPerExtension(line: Line): boolean {
  const { value } = line.rule.quantity;
  return (
    (value !== 'absent' && value.kind === 'currentExtensions') ||
    (line.serviceType === 'service' &&
      line.service.quantity.kind === 'currentExtensions' &&
      purchaseTypeOf(line) === 'purchase')
  );
}

/** Returns the number of extensions that the same order buys with a plan, otherwise the current number. */
function extensionsOf({ planLine, current }: OrderContext): number | undefined {
  return planLine && purchaseTypeOf(planLine) === 'purchase' ? planLine.quantity : current?.extensions;
}

/**
 * Returns the quantities that both the rules and the catalogue allow. Only purchases have limits; the quantity of a
 * renewal is checked against the current subscription.
 */
function limitsOf(line: Line, ordered: OrderContext): Limits {
  if (purchaseTypeOf(line) !== 'purchase') {
    return { least: 1, most: Infinity };
  }
  const extensions = extensionsOf(ordered);
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
