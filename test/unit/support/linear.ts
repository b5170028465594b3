import assert from 'node:assert/strict';

/** Texts that are read together, since most of them take no time worth mentioning. */
const together = 24;

/** Milliseconds from which on a single text is looked at more closely. */
export const noticeable = 25;

/** Milliseconds that four times as much may always take. */
const unsuspicious = 12 * noticeable;

type Read = (texts: readonly string[]) => void;

/** Milliseconds of processor time. */
export function milliseconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Reads every text, and of those that take long four times as much: that must not take much more than four times as long.
 *
 * @param length Characters of a text: where each is looked at once for every other, it is a tenth of a second and more.
 */
export function assertLinear(
  read: Read,
  texts: readonly ((size: number) => string)[],
  length = 12_000,
): void {
  for (let first = 0; first < texts.length; first += together) {
    const group = texts.slice(first, first + together);
    if (milliseconds(() => read(group.map((text) => text(length)))) > 2 * noticeable) {
      for (const text of group) {
        const timeOf = (size: number) => milliseconds(() => read([text(size)]));
        const once = timeOf(length);
        // Where each character is looked at once for every other, four times as many take sixteen times as long.
        if (once < unsuspicious / 16) {
          continue;
        }
        const fourTimes = timeOf(4 * length);
        const isLinear =
          fourTimes < unsuspicious ||
          fourTimes < 9 * once ||
          // Once more: the machine may have been at something else.
          timeOf(4 * length) < 9 * timeOf(length);
        assert.ok(isLinear, `${JSON.stringify(text(30))}…: ${once} ms, four times as much ${fourTimes} ms`);
      }
    }
  }
}
