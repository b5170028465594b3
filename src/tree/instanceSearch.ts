import { type Instance } from '../portal/instances';
import { foldText } from '../text/plainText';

/** The result of a search. */
export interface SearchResult {
  /** First the instances whose name or serial number begins with the text, then the others; each in row order. */
  readonly matches: readonly Instance[];
  /** Number of further matches that are not in `matches`. */
  readonly more: number;
}

/**
 * The characters before the name and the serial number, and before the plan: a search text is a prefix only of the
 * first two. Folded text contains neither of them.
 */
const beforeName = '\n';
const beforePlan = '\t';

/**
 * Finds instances by name, serial number or plan, among many thousands within a few milliseconds: the texts to search
 * are prepared once for each page of rows and are kept until the page is discarded.
 */
export class InstanceSearch {
  private readonly texts = new WeakMap<readonly Instance[], readonly string[]>();

  /** Returns the searchable texts of one page, one per instance. Call it early to make the first search fast. */
  prepare(page: readonly Instance[]): readonly string[] {
    let texts = this.texts.get(page);
    if (!texts) {
      texts = page.map(searchableText);
      this.texts.set(page, texts);
    }
    return texts;
  }

  /**
   * Finds the instances that contain every word of `text`, ignoring case and the diacritics of Latin letters.
   *
   * @param pages All rows, page by page.
   * @param text If empty, every instance matches.
   * @param limit The maximum number of matches to return.
   */
  find(pages: Iterable<readonly Instance[]>, text: string, limit: number): SearchResult {
    const words = foldText(text)
      .split(' ')
      .filter((word) => word !== '');
    const prefix = words.length === 0 ? undefined : beforeName + words.join(' ');
    const prefixed: Instance[] = [];
    const others: Instance[] = [];
    let count = 0;
    for (const page of pages) {
      const texts = this.prepare(page);
      for (const [index, instance] of page.entries()) {
        const haystack = texts[index] ?? '';
        if (words.every((word) => haystack.includes(word))) {
          count++;
          const target = prefix !== undefined && haystack.includes(prefix) ? prefixed : others;
          if (target.length < limit) {
            target.push(instance);
          }
        }
      }
    }
    const matches = [...prefixed, ...others].slice(0, limit);
    return { matches, more: count - matches.length };
  }
}

function searchableText({ name, productNo, planName = '' }: Instance): string {
  return beforeName + foldText(name) + beforeName + foldText(productNo) + beforePlan + foldText(planName);
}
