import { env, l10n, window } from 'vscode';
import type { InstanceList } from '../views/instanceList';
import { instanceArgument } from './instanceArgument';
import { pickInstance } from './pickInstance';

const shownFor = 3000;

/** Copies the serial number of an instance; asks which one when it was not called on one. */
export async function copySerialNumber(list: InstanceList, argument: unknown): Promise<void> {
  const productNo =
    instanceArgument(argument)?.productNo ??
    (await pickInstance(list, l10n.t('Copy Serial Number')))?.productNo;
  if (productNo !== undefined) {
    await env.clipboard.writeText(productNo);
    window.setStatusBarMessage(l10n.t('Copied {0}', productNo), shownFor);
  }
}
