import type { Estate } from './estate';
import { purchaseTypeOf } from './lineRules';
import { type ValidOrder, hasSerialNumbers } from './orderRules';
import type { Line, PlanLine, ServiceLine } from './orderLine';
import { noSubscription, type Instance, type Subscription } from './instance';

/** A trial lasts one month and has this many extensions. */
const trial = { months: 1, extensions: 20 } as const;

/**
 * Carries out an order: adds services and extensions, switches plans, moves end dates, lists new instances.
 *
 * @param now milliseconds since 1970
 * @returns the instance that the order is for or has created; undefined for products without serial numbers
 */
export function applyOrder(order: ValidOrder, estate: Estate, now: number): Instance | undefined {
  const { product, productNo, partnerId, instance, lines, pbxName } = order;
  if (instance !== undefined) {
    return estate.change(instance, subscriptionAfter(lines, instance, now));
  }
  if (hasSerialNumbers(product)) {
    const subscription = subscriptionAfter(lines, noSubscription, now);
    return estate.add(product, { ...subscription, productNo, comment: pbxName, createTime: now });
  }
  const isNew = lines.some(
    (line) => line.serviceType === 'plan' && ['purchase', 'trial'].includes(purchaseTypeOf(line)),
  );
  const before = isNew ? undefined : estate.held(product, partnerId);
  // A plan that was never ordered here stays unknown, and so does anything added to it.
  if (isNew || before !== undefined || product.plans.length === 0) {
    estate.hold(product, partnerId, subscriptionAfter(lines, before ?? noSubscription, now));
  }
  return undefined;
}

function subscriptionAfter(lines: readonly Line[], before: Subscription, now: number): Subscription {
  // Plans are applied first, wherever they are in the order, because services add to the plan's extensions.
  const plansFirst = [...lines].sort((one, other) => Number(isService(one)) - Number(isService(other)));
  return plansFirst.reduce<Subscription>(
    (subscription, line) =>
      line.serviceType === 'plan'
        ? afterPlan(line, subscription, now)
        : afterService(line, subscription, now),
    before,
  );
}

function isService({ serviceType }: Line): boolean {
  return serviceType === 'service';
}

function afterPlan(line: PlanLine, before: Subscription, now: number): Subscription {
  const { plan, quantity } = line;
  const { extensions, expires, services } = before;
  switch (purchaseTypeOf(line)) {
    case 'purchase':
      return {
        plan,
        coming: undefined,
        services,
        extensions: quantity ?? extensions,
        expires: monthsLater(now, monthsOf(line)),
      };
    case 'trial':
      return {
        plan,
        coming: undefined,
        extensions: plan.extensions && trial.extensions,
        expires: monthsLater(now, trial.months),
        services,
      };
    case 'renew':
      return { ...before, plan, expires: monthsLater(Math.max(expires ?? now, now), monthsOf(line)) };
    case 'switch':
      return startsAfterExpiry(line, before)
        ? { ...before, coming: plan }
        : { ...before, plan, coming: undefined };
  }
}

/**
 * Whether a switch waits for the running plan to end, as some products do for a lower plan (API guide: Switch plan,
 * Software).
 */
function startsAfterExpiry({ plan, operation }: PlanLine, before: Subscription): boolean {
  const isLower = (plan.cents.annually ?? 0) < (before.plan?.cents.annually ?? 0);
  return isLower && operation.remarks.includes('downgradeAfterExpiry');
}

function afterService(line: ServiceLine, before: Subscription, now: number): Subscription {
  const { service, quantity = 1 } = line;
  const { plan, extensions, expires, services } = before;
  const currentQuantity = services.get(service.serviceId) ?? 0;
  const servicesWith = (amount: number) => new Map([...services, [service.serviceId, amount]]);
  switch (purchaseTypeOf(line)) {
    case 'purchase':
      return service.quantity.kind === 'moreExtensions'
        ? { ...before, extensions: (extensions ?? 0) + quantity }
        : {
            ...before,
            expires: plan ? expires : (expires ?? monthsLater(now, monthsOf(line))),
            services: servicesWith(service.quantity.kind === 'uncounted' ? 1 : currentQuantity + quantity),
          };
    case 'trial':
      return {
        ...before,
        expires: plan ? expires : (expires ?? monthsLater(now, trial.months)),
        services: servicesWith(Math.max(currentQuantity, quantity)),
      };
    case 'renew':
      // With a plan, services end when the plan does, and the plan's own line has moved that date.
      return plan
        ? before
        : {
            ...before,
            expires: monthsLater(Math.max(expires ?? now, now), monthsOf(line)),
            services: servicesWith(Math.max(currentQuantity, quantity)),
          };
    case 'switch':
      return before;
  }
}

/** Returns the months paid for: the chosen number of cycles, at least one; none for a one-time purchase. */
function monthsOf({ billingCycle, multiCycle }: Line): number {
  switch (billingCycle) {
    case 'annually':
      return 12 * Math.max(1, multiCycle);
    case 'monthly':
      return Math.max(1, multiCycle);
    case 'once':
    case undefined:
      return 0;
  }
}

/** Returns the same day a number of months later, or the last day of a month that is too short. */
function monthsLater(time: number, months: number): number {
  const from = new Date(time);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const to = new Date(time);
  to.setUTCFullYear(year, month, Math.min(from.getUTCDate(), lastDay));
  return to.getTime();
}
