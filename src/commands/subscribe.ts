import { l10n } from 'vscode';
import type { FormTarget } from '../form/fields';
import type { InstanceList } from '../views/instanceList';
import { instanceArgument, ofInstance } from './instanceArgument';
import { pickInstance } from './pickInstance';

export interface SubscribeParts {
  readonly list: InstanceList;
  readonly showForm: (target: FormTarget) => void;
}

/** Opens the order form for an instance; asks which one when it was not called on one. */
export async function subscribe({ list, showForm }: SubscribeParts, argument: unknown): Promise<void> {
  await open({ list, showForm }, argument, l10n.t('Subscribe to a Service'), false);
}

/** The same with High Availability preselected. */
export async function subscribeHighAvailability(
  { list, showForm }: SubscribeParts,
  argument: unknown,
): Promise<void> {
  await open({ list, showForm }, argument, l10n.t('Subscribe to High Availability'), true);
}

async function open(
  { list, showForm }: SubscribeParts,
  argument: unknown,
  title: string,
  highAvailability: boolean,
): Promise<void> {
  const given = instanceArgument(argument);
  const picked = given ? undefined : await pickInstance(list, title);
  const instance = given ?? (picked && ofInstance(picked, undefined));
  if (!instance) {
    return;
  }
  const { productId, productNo, serviceId } = instance;
  const known = list.rows.find((row) => row.productNo === productNo);
  showForm({
    productId,
    productNo,
    instanceName: known?.name ?? instance.name,
    service: highAvailability ? 'highAvailability' : serviceId === undefined ? undefined : { serviceId },
  });
}
