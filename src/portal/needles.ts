import type { Span } from './plainSpelling';

/**
 * Searches a text for many needles at once (the algorithm of Aho and Corasick). The time is linear in the length of the
 * text, no matter how many needles there are, how long they are and what they have in common. Characters are bytes.
 */
export class Needles {
  private readonly needles: readonly string[];
  private trie: Trie | undefined;

  /** @param alphabet What each byte of a text counts as; it is not applied to the needles. */
  constructor(
    needles: Iterable<string>,
    private readonly alphabet: Uint8Array = everyByte,
  ) {
    this.needles = [...new Set(needles)].filter((needle) => needle !== '');
  }

  /** The parts of a text that the needles cover, each with all needles that overlap in it. */
  find(text: string): Span[] {
    if (this.needles.length === 0) {
      return [];
    }
    this.trie ??= new Trie(this.needles, this.alphabet);
    return this.trie.find(text);
  }
}

/** Every byte counts as itself. */
const everyByte = Uint8Array.from({ length: 256 }, (_, code) => code);

/**
 * Returns an alphabet in which some bytes count as others.
 *
 * @param same Pairs of characters: the first counts as the second.
 */
export function alphabetWith(same: readonly string[]): Uint8Array {
  const alphabet = Uint8Array.from(everyByte);
  for (const pair of same) {
    alphabet[pair.charCodeAt(0)] = pair.charCodeAt(1);
  }
  return alphabet;
}

/** The needles as a tree of their characters. Nodes are numbers; 0 is the root and also means that there is no node. */
class Trie {
  /** The children of the root by their character; those of other nodes are linked lists. */
  private readonly first = new Int32Array(256);
  private readonly child: Int32Array;
  private readonly sibling: Int32Array;
  private readonly letter: Uint8Array;
  /** The node of the longest proper suffix that is in the tree. */
  private readonly suffix: Int32Array;
  /** Length of the longest needle that ends at a node; 0 if there is none. */
  private readonly longest: Int32Array;

  /** The children of the root by the byte of a text that leads to them. */
  private readonly beginnings: Int32Array;

  constructor(
    needles: readonly string[],
    private readonly alphabet: Uint8Array,
  ) {
    const most = needles.reduce((sum, { length }) => sum + length, 1);
    this.child = new Int32Array(most);
    this.sibling = new Int32Array(most);
    this.letter = new Uint8Array(most);
    this.suffix = new Int32Array(most);
    this.longest = new Int32Array(most);
    let count = 1;
    for (const needle of needles) {
      let node = 0;
      for (const code of Buffer.from(needle, 'latin1')) {
        let next = this.next(node, code);
        if (next === 0) {
          next = count++;
          this.add(node, next, code);
        }
        node = next;
      }
      this.longest[node] = needle.length;
    }
    this.linkSuffixes(count);
    this.beginnings = Int32Array.from(alphabet, (code) => this.first[code] ?? 0);
  }

  /** Goes one node down for each character, so it goes back up no more often than there are characters. */
  find(text: string): Span[] {
    const { alphabet, beginnings, longest } = this;
    const found: { start: number; end: number }[] = [];
    let node = 0;
    for (let at = 0; at < text.length; at++) {
      const byte = text.charCodeAt(at);
      node = node === 0 ? (beginnings[byte] ?? 0) : this.after(node, alphabet[byte] ?? 0);
      // Most characters begin no needle.
      if (node === 0) {
        continue;
      }
      const length = longest[node] ?? 0;
      if (length > 0) {
        const [start, end] = [at + 1 - length, at + 1];
        const last = found.at(-1);
        if (last && start < last.end) {
          last.start = Math.min(last.start, start);
          last.end = end;
        } else {
          found.push({ start, end });
        }
      }
    }
    return found;
  }

  /** The node of the longest text in the tree that ends with a node's text and one more character. */
  private after(node: number, code: number): number {
    let suffix = node;
    let next = this.next(suffix, code);
    while (next === 0 && suffix !== 0) {
      suffix = this.suffix[suffix] ?? 0;
      next = this.next(suffix, code);
    }
    return next;
  }

  /** The child of a node for a character. */
  private next(node: number, code: number): number {
    if (node === 0) {
      return this.first[code] ?? 0;
    }
    let next = this.child[node] ?? 0;
    while (next !== 0 && this.letter[next] !== code) {
      next = this.sibling[next] ?? 0;
    }
    return next;
  }

  private add(parent: number, node: number, code: number): void {
    this.letter[node] = code;
    if (parent === 0) {
      this.first[code] = node;
    } else {
      this.sibling[node] = this.child[parent] ?? 0;
      this.child[parent] = node;
    }
  }

  /** Links each node, shorter ones first. */
  private linkSuffixes(count: number): void {
    const queue = new Int32Array(count);
    let length = 0;
    for (const node of this.first) {
      if (node !== 0) {
        queue[length++] = node;
      }
    }
    for (let at = 0; at < length; at++) {
      const parent = queue[at] ?? 0;
      for (let node = this.child[parent] ?? 0; node !== 0; node = this.sibling[node] ?? 0) {
        queue[length++] = node;
        this.suffix[node] = this.after(this.suffix[parent] ?? 0, this.letter[node] ?? 0);
        if (this.longest[node] === 0) {
          this.longest[node] = this.longest[this.suffix[node] ?? 0] ?? 0;
        }
      }
    }
  }
}
