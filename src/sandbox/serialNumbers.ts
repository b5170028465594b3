/** Serial numbers of a product, made from the row's place in the list and read back from it. */
export interface SerialNumbers {
  of(index: number): string;
  /** Undefined for text that is the serial number of no row. */
  indexOf(productNo: string): number | undefined;
}

const first = 2_047_815;
const rows = 10_000_000;
/** Has no factor in common with the number of rows, so no serial comes twice. */
const step = 7_919;
/** `step * inverse` is 1 more than a multiple of `rows`: it leads back from the serial to the row. */
const inverse = 17_679;

/**
 * Sixteen letters and digits that look like no series.
 * @param letters the fifth character is one of them; products share none, so their serial numbers never meet
 */
export function serialNumbers(letters: string): SerialNumbers {
  const of = (index: number) => {
    const series = 10 + (index % 80);
    const letter = letters.charAt(index % letters.length);
    const serial = String((first + index * step) % rows).padStart(7, '0');
    const ending = ((271_828 + index * 314_159) % 36 ** 4).toString(36).toUpperCase().padStart(4, '0');
    return `36${series}${letter}${serial}${ending}`;
  };
  return {
    of,
    indexOf: (productNo) => {
      const serial = Number(/^36\d\d[A-Z](\d{7})/.exec(productNo)?.[1] ?? NaN);
      const index = ((serial - first + rows) * inverse) % rows;
      return of(index) === productNo ? index : undefined;
    },
  };
}
