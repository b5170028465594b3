import { regions } from './contacts';
import {
  known,
  pageAsked,
  pageOf,
  pageParameters,
  read,
  required,
  requiredProduct,
  type Endpoint,
} from './endpoint';
import type { PortalData } from './estate';
import type { Instance } from './instance';
import type { Json } from './reply';

/** Returns the endpoints of the module `product`: purchased instances and regions. */
export function productEndpoints({ products, estate }: PortalData): readonly Endpoint[] {
  return [
    read(
      '/product/openapi/instance_product/v1/client/instance_product_list',
      ['productId', ...pageParameters],
      (call) => {
        const product = requiredProduct(call, products);
        const page = pageAsked(call);
        const instances = estate.rows(product, (page.pageNo - 1) * page.pageSize, page.pageSize);
        return pageOf(instances.map(instanceRow), estate.count(product), page);
      },
    ),
    read('/product/openapi/instance_product/v1/detail', ['productNo', 'productId'], (call) => {
      const productNo = required(call, 'productNo');
      const product = requiredProduct(call, products);
      return instanceDetail(known('productNo', estate.find(product, productNo)));
    }),
    read('/product/openapi/instance/v1/region_list', [], () => regions),
  ];
}

type Fields = Readonly<Record<string, Json>>;

/** Returns a row of the purchased products (API guide: Query purchased products). */
export function instanceRow(instance: Instance): Fields {
  const { activationCode, activationStatus, comment, productNo } = instance;
  return { activationCode, activationStatus, comment, productNo, ...subscription(instance) };
}

/**
 * Returns one purchased product (API guide: Query product details). `currentPlan` is empty unless a switch is pending.
 */
export function instanceDetail(instance: Instance): Json {
  const noSwitch = { createTime: instance.createTime, currentPlan: '', currentPlanExpireDate: '' };
  return { ...noSwitch, ...instanceRow(instance) };
}

/**
 * Returns the undocumented fields: plan, extensions, end date and services. Values that the instance does not have are
 * left out.
 */
function subscription(instance: Instance): Fields {
  const { instanceId, plan, coming, extensions, expires, product, services } = instance;
  const expiry = expires === undefined ? '' : new Date(expires).toISOString().slice(0, 10);
  const expireDate = expires !== undefined && { expireDate: expiry };
  const named = coming ?? plan;
  const serviceList = product.services.flatMap(({ serviceId, name }) => {
    const quantity = services.get(serviceId);
    return quantity === undefined ? [] : [{ serviceId, serviceName: name, quantity, ...expireDate }];
  });
  return {
    instanceId,
    ...(named && { planId: named.planId, planName: named.name }),
    ...(coming && { currentPlan: plan?.name ?? '', currentPlanExpireDate: expiry }),
    ...(extensions !== undefined && { extensions }),
    ...expireDate,
    serviceList,
  };
}
