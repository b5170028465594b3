import type { Instance } from './instance';
import type { Json } from './reply';

type Fields = Readonly<Record<string, Json>>;

/** A row of the purchased products (API guide: Query purchased products). */
export function instanceRow(instance: Instance): Fields {
  const { activationCode, activationStatus, comment, productNo } = instance;
  return { activationCode, activationStatus, comment, productNo, ...subscription(instance) };
}

/** One purchased product (API guide: Query product details). `currentPlan` is for a switch under way: never here. */
export function instanceDetail(instance: Instance): Json {
  const switching = { createTime: instance.createTime, currentPlan: '', currentPlanExpireDate: '' };
  return { ...instanceRow(instance), ...switching };
}

/** What is not documented: plan, extensions, end date and services. What an instance does not have is left out. */
function subscription({ instanceId, plan, extensions, expires, product, services }: Instance): Fields {
  const expireDate = expires !== undefined && { expireDate: new Date(expires).toISOString().slice(0, 10) };
  const serviceList = product.services.flatMap(({ serviceId, name }) => {
    const quantity = services.get(serviceId);
    return quantity === undefined ? [] : [{ serviceId, serviceName: name, quantity, ...expireDate }];
  });
  return {
    instanceId,
    ...(plan && { planId: plan.planId, planName: plan.name }),
    ...(extensions !== undefined && { extensions }),
    ...expireDate,
    serviceList,
  };
}
