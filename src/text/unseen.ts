/**
 * Characters that nobody sees, for classes of patterns with the flag `u`. Names, codes, what a user enters and the lines
 * of the output all go by these lists.
 */

/** Drawn as a blank, although Unicode counts it as a letter or a sign. */
export const drawnAsBlank = String.raw`\u115f\u1160\u2800\u3164\uffa0\u{13441}\u{13442}\u{16fe4}\u{1d159}`;

/** Drawn as nothing, or as such a blank. */
export const drawnAsNothing = String.raw`${drawnAsBlank}\p{Surrogate}\p{Noncharacter_Code_Point}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb`;
