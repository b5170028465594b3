import { l10n } from 'vscode';
import { operationsFor } from '../rules/table';
import { operationTexts } from '../text/orderTexts';
import { plainText } from '../text/plainText';
import { type FormTarget, subjectOf } from './facts';

/** Returns why a target cannot be ordered for; empty if the API guide describes the operation. */
export function undescribedText(target: FormTarget): string {
  const { productId, productName, operation } = target;
  return operationsFor(productId, subjectOf(target)).includes(operation)
    ? ''
    : l10n.t(
        'The API guide does not describe how to order this for {0}: {1}. Use the Partner Portal itself.',
        plainText(productName),
        operationTexts[operation].title(),
      );
}
