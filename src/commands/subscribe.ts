import { l10n } from 'vscode';
import type { FormTarget } from '../form/fields';
import { productIds } from '../rules/products';
import type { InstanceLists } from '../views/instanceLists';
import { instanceArgument, ofInstance } from './instanceArgument';
import { pickInstance } from './pickInstance';

export interface SubscribeParts {
  readonly lists: InstanceLists;
  readonly showForm: (target: FormTarget) => void;
}

/** Opens the order form for an instance; asks which one when it was not called on one. */
export async function subscribe({ lists, showForm }: SubscribeParts, argument: unknown): Promise<void> {
  await open({ lists, showForm }, argument, l10n.t('Subscribe to a Service'), false);
}

/** The same with High Availability preselected. */
export async function subscribeHighAvailability(
  { lists, showForm }: SubscribeParts,
  argument: unknown,
): Promise<void> {
  await open({ lists, showForm }, argument, l10n.t('Subscribe to High Availability'), true);
}

async function open(
  { lists, showForm }: SubscribeParts,
  argument: unknown,
  title: string,
  highAvailability: boolean,
): Promise<void> {
  const given = instanceArgument(argument, lists);
  const picked = given ? undefined : await pickInstance(lists, title, isSubscribedTo);
  const instance = given ?? (picked && ofInstance(picked, undefined));
  if (!instance) {
    return;
  }
  const { productId, productNo, name, serviceId } = instance;
  showForm({
    productId,
    productNo,
    instanceName: name,
    service: highAvailability ? 'highAvailability' : serviceId === undefined ? undefined : { serviceId },
  });
}

function isSubscribedTo(productId: number): boolean {
  return productId === productIds.cloudPbx;
}
