import { env, l10n, window } from 'vscode';
import { iconlessText, plainText } from '../plainText';
import { shortText } from '../shortText';
import type { InstanceLists } from '../views/instanceLists';
import { instanceArgument } from './instanceArgument';
import { pickInstance } from './pickInstance';

const shownFor = 3000;

/** Copies the serial number of an instance; asks which one when it was not called on one. */
export async function copySerialNumber(lists: InstanceLists, argument: unknown): Promise<void> {
  const productNo =
    instanceArgument(argument, lists)?.productNo ??
    (await pickInstance(lists, l10n.t('Copy Serial Number')))?.productNo;
  if (productNo !== undefined) {
    await env.clipboard.writeText(productNo);
    window.setStatusBarMessage(iconlessText(l10n.t('Copied {0}', plainText(shortText(productNo)))), shownFor);
  }
}
