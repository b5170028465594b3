import { l10n } from 'vscode';
import type { InstanceLists } from '../views/instanceLists';
import type { InstancesView } from '../views/instancesView';
import { pickInstance } from './pickInstance';

/** Finds an instance by name or serial number and shows it in the view. */
export async function findInstance(lists: InstanceLists, view: InstancesView): Promise<void> {
  const instance = await pickInstance(lists, l10n.t('Find Instance'));
  if (instance) {
    await view.reveal(instance);
  }
}
