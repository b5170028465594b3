import { cloudPbx } from './catalogue';
import { regions } from './contacts';
import { known, pageAsked, pageParameters, read, required, requiredProduct } from './endpoint';
import type { Endpoint } from './endpoint';
import type { Estate } from './estate';
import { dressInstance, dressInstanceDetail } from './instanceShape';
import { dressList, dressPage } from './shapes';
import type { SandboxShape } from './shapes';

/** The module `product`: purchased instances and regions. */
export function productEndpoints(shape: SandboxShape, estate: Estate): readonly Endpoint[] {
  return [
    read(
      '/product/openapi/instance_product/v1/client/instance_product_list',
      ['productId', ...pageParameters],
      (call) => {
        const product = requiredProduct(call);
        const page = pageAsked(call);
        if (product !== cloudPbx) {
          return dressPage(shape, [], 0, page);
        }
        const instances = estate.rows((page.pageNo - 1) * page.pageSize, page.pageSize);
        const rows = instances.map((instance) => dressInstance(shape, instance));
        return dressPage(shape, rows, estate.count, page);
      },
    ),
    read('/product/openapi/instance_product/v1/detail', ['productNo', 'productId'], (call) => {
      const productNo = required(call, 'productNo');
      const product = requiredProduct(call);
      const instance = product === cloudPbx ? estate.find(productNo) : undefined;
      return dressInstanceDetail(shape, known('productNo', instance));
    }),
    read('/product/openapi/instance/v1/region_list', [], () => dressList(shape, 'regions', regions)),
  ];
}
