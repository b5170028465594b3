import { cloudPbx } from './catalogue';
import type { Instance } from './estate';
import type { Json } from './reply';
import { dressId } from './shapes';
import type { SandboxShape } from './shapes';

/** A row of the purchased products (API guide: Query purchased products). */
export function dressInstance(shape: SandboxShape, instance: Instance): Readonly<Record<string, Json>> {
  const { activationCode, activationStatus, comment, productNo } = instance;
  return { activationCode, activationStatus, comment, productNo, ...subscription(shape, instance) };
}

/** One purchased product (API guide: Query product details). `currentPlan` is for a switch under way: never here. */
export function dressInstanceDetail(shape: SandboxShape, instance: Instance): Json {
  const switching = { createTime: instance.createTime, currentPlan: '', currentPlanExpireDate: '' };
  return { ...dressInstance(shape, instance), ...switching };
}

/** What is not documented: plan, extensions, expiry and services. */
function subscription(shape: SandboxShape, instance: Instance): Readonly<Record<string, Json>> {
  if (shape.details === 'untold') {
    return {};
  }
  const { plan, extensions, expires } = instance;
  const planId = dressId(shape, plan.planId);
  const instanceId = dressId(shape, instance.instanceId);
  const expireDate = new Date(expires).toISOString().slice(0, 10);
  const subscribed = cloudPbx.services.flatMap(({ serviceId, name }) => {
    const quantity = instance.services.get(serviceId);
    return quantity === undefined ? [] : [{ serviceId: dressId(shape, serviceId), name, quantity }];
  });
  const serviceList = subscribed.map(({ serviceId, name, quantity }) => ({
    serviceId,
    serviceName: name,
    quantity,
    expireDate,
  }));
  switch (shape.containers) {
    case 'lists':
      return { instanceId, planId, planName: plan.name, extensions, expireDate, serviceList };
    case 'nested':
      return {
        instanceId,
        subscription: {
          plan: { planId, planName: plan.name, quantity: extensions, expireDate, serviceList },
        },
      };
    case 'renamed':
      return {
        id: instanceId,
        subscribed: {
          info: {
            basePlan: { planId, name: plan.name, extensionNum: extensions, expireTime: expires },
            addOns: subscribed.map((addOn) => ({ ...addOn, expireTime: expires })),
          },
        },
      };
  }
}
