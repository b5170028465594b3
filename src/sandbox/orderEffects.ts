import type { Estate } from './estate';
import { nothingYet, type Instance, type Subscription } from './instance';
import { purchaseTypeOf } from './lineRules';
import type { GoodOrder } from './orderCheck';
import type { Line, PlanLine, ServiceLine } from './orderLine';
import { hasSerialNumbers } from './orderRules';

/** A trial lasts for a month and has so many extensions. */
const trial = { months: 1, extensions: 20 } as const;

/**
 * Makes the order's effects: services and extensions added, plans switched, expiries moved, new instances listed.
 * @param now milliseconds since 1970
 * @returns the instance that the order is for or has made; undefined for products without serial numbers
 */
export function carryOut(order: GoodOrder, estate: Estate, now: number): Instance | undefined {
  const { product, productNo, partnerId, instance, lines, pbxName } = order;
  if (instance !== undefined) {
    return estate.change(instance, after(lines, instance, now));
  }
  if (hasSerialNumbers(product)) {
    const subscription = after(lines, nothingYet, now);
    return estate.add(product, { ...subscription, productNo, comment: pbxName, createTime: now });
  }
  const isNew = lines.some(
    (line) => line.serviceType === 'plan' && ['purchase', 'trial'].includes(purchaseTypeOf(line)),
  );
  const before = isNew ? undefined : estate.held(product, partnerId);
  // What is added to a plan that was never ordered here stays as unknown as that plan.
  if (isNew || before !== undefined || product.plans.length === 0) {
    estate.hold(product, partnerId, after(lines, before ?? nothingYet, now));
  }
  return undefined;
}

function after(lines: readonly Line[], before: Subscription, now: number): Subscription {
  // A plan sets the extensions that a service adds to, wherever in the order it stands.
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
        ...{ plan, coming: undefined, services },
        ...{ extensions: quantity ?? extensions, expires: later(now, monthsOf(line)) },
      };
    case 'trial':
      return {
        plan,
        coming: undefined,
        extensions: plan.extensions && trial.extensions,
        expires: later(now, trial.months),
        services,
      };
    case 'renew':
      return { ...before, plan, expires: later(Math.max(expires ?? now, now), monthsOf(line)) };
    case 'switch':
      return startsAfterExpiry(line, before)
        ? { ...before, coming: plan }
        : { ...before, plan, coming: undefined };
  }
}

/** Some products switch to a lower plan when the running one has ended (API guide: Switch plan, Software). */
function startsAfterExpiry({ plan, operation }: PlanLine, before: Subscription): boolean {
  const isLower = (plan.cents.annually ?? 0) < (before.plan?.cents.annually ?? 0);
  return isLower && operation.remarks.includes('downgradeAfterExpiry');
}

function afterService(line: ServiceLine, before: Subscription, now: number): Subscription {
  const { service, quantity = 1 } = line;
  const { plan, extensions, expires, services } = before;
  const has = services.get(service.serviceId) ?? 0;
  const having = (amount: number) => new Map([...services, [service.serviceId, amount]]);
  switch (purchaseTypeOf(line)) {
    case 'purchase':
      return service.quantity.kind === 'moreExtensions'
        ? { ...before, extensions: (extensions ?? 0) + quantity }
        : {
            ...before,
            expires: plan ? expires : (expires ?? later(now, monthsOf(line))),
            services: having(service.quantity.kind === 'uncounted' ? 1 : has + quantity),
          };
    case 'trial':
      return {
        ...before,
        expires: plan ? expires : (expires ?? later(now, trial.months)),
        services: having(Math.max(has, quantity)),
      };
    case 'renew':
      // With a plan the services end when it does, and its own line has moved that.
      return plan
        ? before
        : {
            ...before,
            expires: later(Math.max(expires ?? now, now), monthsOf(line)),
            services: having(Math.max(has, quantity)),
          };
    case 'switch':
      return before;
  }
}

/** How long is paid for: so many years, or one cycle where no years are chosen. */
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

/** The same day so many months later; the last day of a month that has no such day. */
function later(time: number, months: number): number {
  const from = new Date(time);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const to = new Date(time);
  to.setUTCFullYear(year, month, Math.min(from.getUTCDate(), lastDay));
  return to.getTime();
}
