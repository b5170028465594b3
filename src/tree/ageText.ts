import { env, l10n } from 'vscode';
import { plainText, sentenceText } from '../text/plainText';
import { RefusedError } from '../portal/errors';
import type { InstanceLists } from './instanceLists';
import { productName } from '../text/productName';
import { explain, timeText } from '../text/failureTexts';

/** Something that is shown although it could not be loaded again. */
interface Aged {
  readonly name: string;
  readonly error: unknown;
  readonly at: Date;
}

/** Says for each failure what is shown from before, and from when; undefined when everything is up to date. */
export function ageText(lists: InstanceLists): string | undefined {
  const { products, productsAt, productsFailure } = lists;
  const aged = products.flatMap((product): Aged[] => {
    const { failure, loadedAt } = product.list;
    return failure === undefined || loadedAt === undefined
      ? []
      : [{ name: plainText(productName(product)), error: failure, at: loadedAt }];
  });
  const isAll = aged.length === products.length;
  if (productsFailure !== undefined && productsAt !== undefined) {
    aged.push({ name: l10n.t('list of products'), error: productsFailure, at: productsAt });
  }
  const sentences = [...alike(aged).values()].map((group) => {
    const [{ error, at }] = group;
    const isEverything = isAll && group.length === aged.length;
    return isEverything
      ? l10n.t('{0} Shown as of {1}.', explain(error), timeText(at))
      : l10n.t('{0} Shown as of {1}: {2}.', explain(error), timeText(at), listText(group));
  });
  return sentences.length === 0 ? undefined : sentenceText(sentences.join(' '));
}

/** Puts together what failed for the same reason and is of the same time. */
function alike(aged: readonly Aged[]): Map<string, [Aged, ...Aged[]]> {
  const groups = new Map<string, [Aged, ...Aged[]]>();
  for (const one of aged) {
    const key = `${reasonOf(one.error)}\n${timeText(one.at)}`;
    const group = groups.get(key);
    if (group) {
      group.push(one);
    } else {
      groups.set(key, [one]);
    }
  }
  return groups;
}

/** The same for two requests that the portal refused in the same words; their request ids differ. */
function reasonOf(error: unknown): string {
  if (!(error instanceof RefusedError)) {
    return explain(error);
  }
  const { status, code, detailMessage } = error.refusal;
  return [status, code, detailMessage].join('\n');
}

function listText(aged: readonly Aged[]): string {
  return new Intl.ListFormat(env.language, { type: 'conjunction' }).format(aged.map(({ name }) => name));
}
