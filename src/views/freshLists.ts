import type { PortalClient } from '../portal/client';
import type { ReceivedInstance } from '../portal/instances';
import { InstanceList } from './instanceList';
import type { InstanceLists } from './instanceLists';
import { RequestQueue } from './requestQueue';

/** A list, and how to learn of the rows that come into it. */
export interface FreshList {
  readonly list: InstanceList<ReceivedInstance>;
  readonly onDidLoad: InstanceList<ReceivedInstance>['onDidLoad'];
}

/** Requests under way at once; the portal's limits are not known. */
const requestsAtOnce = 6;

/** A list for each product, which nothing has been loaded into yet and which keeps the rows as received. */
export async function freshLists(lists: InstanceLists, client: PortalClient): Promise<FreshList[]> {
  await lists.open();
  const queue = new RequestQueue(requestsAtOnce);
  const source = { instances: client.receivedInstances.bind(client) };
  return lists.products.map(({ productId }) => {
    const list = new InstanceList(source, productId, queue);
    return { list, onDidLoad: list.onDidLoad };
  });
}
