import type { Span } from './plainSpelling';

/** Block size: texts are searched in blocks of this many characters. */
const blockSize = 4;

interface Block {
  readonly needle: string;
  /** Position of the block within the needle. */
  readonly offset: number;
}

/**
 * Finds many texts (needles) at once, in time that does not grow with their number. Only the blocks that start at a
 * multiple of four in the searched text are looked up. Wherever a needle occurs, one of these blocks lies entirely
 * within its last seven characters. Characters are bytes.
 */
export class Needles {
  private readonly blocks = new Map<number, Block[]>();
  /** Whether any needle may have a block, by a hash of the block. A quick filter before the map. */
  private readonly mayBe = new Uint8Array(1 << 16);
  /** Needles too short to have such a block at every position; there are hardly any. */
  private readonly short: string[] = [];

  constructor(needles: Iterable<string>) {
    for (const needle of new Set(needles)) {
      if (needle.length < 2 * blockSize - 1) {
        this.short.push(needle);
        continue;
      }
      // Blocks at the end of the needle, because many tokens start alike.
      for (let offset = needle.length - 2 * blockSize + 1; offset <= needle.length - blockSize; offset++) {
        const [key = 0] = blocksOf(needle.slice(offset, offset + blockSize));
        this.mayBe[slotOf(key)] = 1;
        this.blocks.set(key, [...(this.blocks.get(key) ?? []), { needle, offset }]);
      }
    }
  }

  /** Returns every occurrence of any needle; occurrences may overlap. */
  find(text: string): Span[] {
    const found = this.short.flatMap((needle) => placesOf(text, needle));
    if (this.blocks.size === 0) {
      return found;
    }
    const keys = blocksOf(text);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? 0;
      if (this.mayBe[slotOf(key)] === 1) {
        for (const { needle, offset } of this.blocks.get(key) ?? []) {
          const start = blockSize * index - offset;
          if (start >= 0 && text.startsWith(needle, start)) {
            found.push({ start, end: start + needle.length });
          }
        }
      }
    }
    return found;
  }
}

/** Returns every non-overlapping occurrence of one text in another. */
export function placesOf(text: string, needle: string): Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
    found.push({ start: at, end: at + needle.length });
  }
  return found;
}

/** Returns the complete blocks at each multiple of four, each as one number. */
function blocksOf(text: string): Int32Array {
  const keys = new Int32Array(Math.floor(text.length / blockSize));
  Buffer.from(keys.buffer).write(text, 'latin1');
  return keys;
}

function slotOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 16;
}
