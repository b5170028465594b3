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
import { instanceDetail, instanceRow } from './instanceReplies';
import type { PortalData } from './portalData';

/** The module `product`: purchased instances and regions. */
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
