import type { Instance } from './instance';
import type { Json } from './reply';
import { dressId } from './shapes';
import type { SandboxShape } from './shapes';

type Fields = Readonly<Record<string, Json>>;

/** A row of the purchased products (API guide: Query purchased products). */
export function dressInstance(shape: SandboxShape, instance: Instance): Fields {
  const { activationCode, activationStatus, comment, productNo } = instance;
  return { activationCode, activationStatus, comment, productNo, ...subscription(shape, instance) };
}

/** One purchased product (API guide: Query product details). `currentPlan` is for a switch under way: never here. */
export function dressInstanceDetail(shape: SandboxShape, instance: Instance): Json {
  const switching = { createTime: instance.createTime, currentPlan: '', currentPlanExpireDate: '' };
  return { ...dressInstance(shape, instance), ...switching };
}

/** What is not documented: plan, extensions, expiry and services. What there is not is left out. */
function subscription(shape: SandboxShape, instance: Instance): Fields {
  if (shape.details === 'untold') {
    return {};
  }
  const { plan, extensions, expires } = instance;
  const planId = plan && { planId: dressId(shape, plan.planId) };
  const instanceId = dressId(shape, instance.instanceId);
  const expireDate = expires !== undefined && { expireDate: new Date(expires).toISOString().slice(0, 10) };
  const expireTime = expires !== undefined && { expireTime: expires };
  const subscribed = instance.product.services.flatMap(({ serviceId, name }) => {
    const quantity = instance.services.get(serviceId);
    return quantity === undefined ? [] : [{ serviceId: dressId(shape, serviceId), name, quantity }];
  });
  const serviceList = subscribed.map(({ serviceId, name, quantity }) => ({
    serviceId,
    serviceName: name,
    quantity,
    ...expireDate,
  }));
  const planName = plan && { planName: plan.name };
  switch (shape.containers) {
    case 'lists':
      return {
        instanceId,
        ...planId,
        ...planName,
        ...(extensions !== undefined && { extensions }),
        ...expireDate,
        serviceList,
      };
    case 'nested':
      return {
        instanceId,
        subscription: {
          plan: {
            ...planId,
            ...planName,
            ...(extensions !== undefined && { quantity: extensions }),
            ...expireDate,
            serviceList,
          },
        },
      };
    case 'renamed':
      return {
        id: instanceId,
        subscribed: {
          info: {
            ...(plan && {
              basePlan: {
                ...planId,
                name: plan.name,
                ...(extensions !== undefined && { extensionNum: extensions }),
                ...expireTime,
              },
            }),
            addOns: subscribed.map((addOn) => ({ ...addOn, ...expireTime })),
          },
        },
      };
  }
}
