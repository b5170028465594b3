import type { Instance } from '../portal/instances';
import type { PortalText } from '../portal/values';

/** What a search found. */
export interface Found {
  /** Those whose name or serial number begins with the text first, else in the order of the rows. */
  readonly matches: readonly Instance[];
  /** How many match beyond these. */
  readonly more: number;
}

/** Blanks and tabs never stand in a folded part, so these tell name, serial number and plan apart. */
const beforePart = '\n';
const beforePlan = '\t';

/**
 * Finds instances by name, serial number or plan among many thousands within a few milliseconds: the texts to
 * compare are prepared once for each page of rows, and kept as long as the page is.
 */
export class InstanceSearch {
  private readonly texts = new WeakMap<readonly Instance[], readonly string[]>();

  /** Prepares the texts of one page ahead of the first search. */
  prepare(page: readonly Instance[]): readonly string[] {
    let texts = this.texts.get(page);
    if (!texts) {
      texts = page.map(searchedText);
      this.texts.set(page, texts);
    }
    return texts;
  }

  /**
   * Finds the instances that hold every word of `text`, whatever the case and the marks on Latin letters.
   *
   * @param pages All rows, page by page.
   * @param text Empty: every instance matches.
   * @param most How many matches to give at most.
   */
  find(pages: Iterable<readonly Instance[]>, text: string, most: number): Found {
    const words = foldText(text)
      .split(' ')
      .filter((word) => word !== '');
    const beginning = words.length === 0 ? undefined : beforePart + words.join(' ');
    const first: Instance[] = [];
    const others: Instance[] = [];
    let count = 0;
    for (const page of pages) {
      const texts = this.prepare(page);
      for (const [index, instance] of page.entries()) {
        const searched = texts[index] ?? '';
        if (words.every((word) => searched.includes(word))) {
          count++;
          const rank = beginning !== undefined && searched.includes(beginning) ? first : others;
          if (rank.length < most) {
            rank.push(instance);
          }
        }
      }
    }
    const matches = [...first, ...others].slice(0, most);
    return { matches, more: count - matches.length };
  }
}

function searchedText({ name, productNo, planName = '' }: Instance): string {
  return beforePart + foldText(name) + beforePart + foldText(productNo) + beforePlan + foldText(planName);
}

/** Text as it is compared: on one line, in lower case, Latin letters without their marks. */
export function foldText(text: PortalText): string {
  const lower = text.toLowerCase();
  if (/^[!-~]*(?: [!-~]+)*$/.test(lower)) {
    return lower;
  }
  const line = lower.replace(/\s+/g, ' ').trim();
  return /[\u00c0-\u036f\u1e00-\u1eff]/.test(line)
    ? line
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC')
    : line;
}
