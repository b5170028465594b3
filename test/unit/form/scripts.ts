import assert from 'node:assert/strict';

/** The scripts of Unicode; an engine that is older than one of them does not know its name. */
const scriptNames = (
  'Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese ' +
  'Bamum Bassa_Vah Batak Bengali Beria_Erfe Bhaiksuki ' +
  'Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal ' +
  'Carian Caucasian_Albanian Chakma Cham Cherokee Chorasmian ' +
  'Common Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic ' +
  'Deseret Devanagari Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs ' +
  'Elbasan Elymaic Ethiopic Garay Georgian Glagolitic ' +
  'Gothic Grantha Greek Gujarati Gunjala_Gondi Gurmukhi ' +
  'Gurung_Khema Han Hangul Hanifi_Rohingya Hanunoo Hatran ' +
  'Hebrew Hiragana Imperial_Aramaic Inherited Inscriptional_Pahlavi Inscriptional_Parthian ' +
  'Javanese Kaithi Kannada Katakana Kawi Kayah_Li ' +
  'Kharoshthi Khitan_Small_Script Khmer Khojki Khudawadi Kirat_Rai ' +
  'Lao Latin Lepcha Limbu Linear_A Linear_B ' +
  'Lisu Lycian Lydian Mahajani Makasar Malayalam ' +
  'Mandaic Manichaean Marchen Masaram_Gondi Medefaidrin Meetei_Mayek ' +
  'Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian ' +
  'Mro Multani Myanmar Nabataean Nag_Mundari Nandinagari ' +
  'New_Tai_Lue Newa Nko Nushu Nyiakeng_Puachue_Hmong Ogham ' +
  'Ol_Chiki Ol_Onal Old_Hungarian Old_Italic Old_North_Arabian Old_Permic ' +
  'Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya ' +
  'Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa ' +
  'Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra ' +
  'Sharada Shavian Siddham Sidetic SignWriting Sinhala ' +
  'Sogdian Sora_Sompeng Soyombo Sundanese Sunuwar Syloti_Nagri ' +
  'Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet ' +
  'Tai_Yo Takri Tamil Tangsa Tangut Telugu ' +
  'Thaana Thai Tibetan Tifinagh Tirhuta Todhri ' +
  'Tolong_Siki Toto Tulu_Tigalari Ugaritic Vai Vithkuqi ' +
  'Wancho Warang_Citi Yezidi Yi Zanabazar_Square'
).split(' ');

export interface Script {
  readonly name: string;
  /** The first, a middle and the last of its letters: of scripts that go beyond the BMP, one from there too. */
  readonly letters: string;
  /** Its own digits, where it has any. */
  readonly digits: string;
}

/** Every script that this engine knows, with letters of its own. Fails where a letter belongs to none of them. */
export function scriptsOfUnicode(): Script[] {
  const all = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));
  const letters = all.filter((one) => /\p{L}/u.test(one)).join('');
  const digits = all.filter((one) => /\p{Nd}/u.test(one)).join('');
  const scripts = scriptNames.flatMap((name) => {
    const pattern = patternOf(name);
    return pattern
      ? [{ name, own: letters.match(pattern) ?? [], digits: (digits.match(pattern) ?? []).join('') }]
      : [];
  });
  const known = scripts.reduce((count, { own }) => count + own.length, 0);
  assert.equal(known, Array.from(letters).length, 'letters of a script that is not in the list');
  return scripts
    .filter(({ own }) => own.length > 0)
    .map(({ name, own, digits }) => {
      const few = [own[0], own[Math.floor(own.length / 2)], own.at(-1)];
      return { name, letters: few.join(''), digits: digits.slice(0, 10) };
    });
}

function patternOf(script: string): RegExp | undefined {
  try {
    return new RegExp(`\\p{Script=${script}}`, 'gu');
  } catch {
    return undefined;
  }
}
