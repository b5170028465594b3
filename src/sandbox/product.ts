import { regions } from './contacts';
import { known, pageAsked, pageParameters, read, required, requiredProduct } from './endpoint';
import type { Endpoint } from './endpoint';
import { dressInstance, dressInstanceDetail } from './instanceShape';
import type { PortalData } from './portalData';
import { dressList, dressPage } from './shapes';
import type { SandboxShape } from './shapes';

/** The module `product`: purchased instances and regions. */
export function productEndpoints(shape: SandboxShape, { products, estate }: PortalData): readonly Endpoint[] {
  return [
    read(
      '/product/openapi/instance_product/v1/client/instance_product_list',
      ['productId', ...pageParameters],
      (call) => {
        const product = requiredProduct(call, products);
        const page = pageAsked(call);
        const instances = estate.rows(product, (page.pageNo - 1) * page.pageSize, page.pageSize);
        const rows = instances.map((instance) => dressInstance(shape, instance));
        return dressPage(shape, rows, estate.count(product), page);
      },
    ),
    read('/product/openapi/instance_product/v1/detail', ['productNo', 'productId'], (call) => {
      const productNo = required(call, 'productNo');
      const product = requiredProduct(call, products);
      return dressInstanceDetail(shape, known('productNo', estate.find(product, productNo)));
    }),
    read('/product/openapi/instance/v1/region_list', [], () => dressList(shape, 'regions', regions)),
  ];
}
