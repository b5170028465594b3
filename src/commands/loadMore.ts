import type { InstancesView } from '../views/instancesView';
import { LoadMoreRow } from '../views/rows/loadMoreRow';

/** Shows more instances of the product in which the row Load More stands; see InstancesView for other callers. */
export async function loadMore(view: InstancesView, argument: unknown): Promise<void> {
  await view.loadMore(argument instanceof LoadMoreRow ? argument : undefined);
}
