import assert from 'node:assert/strict';
import {
  codeText,
  editorText,
  iconlessText,
  linklessText,
  nameOrId,
  numberText,
  plainText,
  sentenceText,
  spokenText,
  withoutIsolates,
} from '../../../src/text/plainText';
import { drawnAsNothing } from '../../../src/text/unseen';

const codePoints = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code));
const controls = codePoints.filter((one) => /\p{Bidi_Control}/u.test(one));
const isolated = (text: string) => `\u2068${text}\u2069`;

describe('a name from the portal', () => {
  it('loses every bidi control', () => {
    assert.equal(controls.length, 12);
    for (const control of controls) {
      assert.equal(plainText(`A${control}B${control}`), isolated('AB'), control.codePointAt(0)?.toString(16));
    }
  });

  it('loses all other invisible characters, except those that words and emoji are written with', () => {
    for (const unseen of '\u00ad\u115f\u17b4\u180e\u200b\u2060\u2064\u206a\u206f\u3164\ufeff\uffa0\ufffa\ud800') {
      assert.equal(plainText(`A${unseen}B`), isolated('AB'));
    }
    assert.equal(plainText('A\u{e0041}\u{1d173}B'), isolated('AB'));
    for (const written of ['می\u200cخواهم', 'क्\u200dष', '👩\u200d🔧', '❤\ufe0f', '葛\u{e0100}']) {
      assert.equal(plainText(written), isolated(written));
    }
  });

  it('loses everything that is drawn as nothing, and keeps one of several spaces, wherever it is shown', () => {
    const joining = /\u034f|[\u180b-\u180d]|\u180f|\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/u;
    const nothing = codePoints.filter(
      (one) => new RegExp(`[${drawnAsNothing}]`, 'u').test(one) && !joining.test(one),
    );
    assert.ok(nothing.length > 4000);
    for (const one of nothing) {
      assert.equal(plainText(`A${one}B`), isolated('AB'), one.codePointAt(0)?.toString(16));
    }
    const blanks = codePoints.filter((one) => /[\s\p{Z}]/u.test(one) && one !== '\ufeff');
    assert.ok(blanks.length > 20);
    for (const blank of blanks) {
      for (const run of [blank, blank.repeat(300), `${blank} \u200b${blank}\u2800 `]) {
        assert.equal(plainText(`A${run}B`), isolated('A B'));
        for (const made of [sentenceText, linklessText, iconlessText, editorText]) {
          assert.equal(made(`A${run}B`), 'A B', blank.codePointAt(0)?.toString(16));
        }
      }
    }
  });

  it('spells out invisible characters if it is a code, so that different codes never look alike', () => {
    assert.equal(codeText(' 3658B4311196K2ID '), isolated('3658B4311196K2ID'));
    assert.equal(codeText('PO 7/2026'), isolated('PO 7/2026'));
    assert.equal(codeText('36\u200d58\u{e0100}B'), isolated('36\\u200d58\\u{e0100}B'));
    const unseen = codePoints.filter((one) =>
      new RegExp(String.raw`[\s\p{Z}\p{Cc}${drawnAsNothing}]`, 'u').test(one),
    );
    const seen = new Set([codeText('AB'), codeText('A B')]);
    for (const one of [...unseen.filter((blank) => blank !== ' '), '  ', '   ']) {
      const text = codeText(`A${one}B`);
      assert.match(text, /^\u2068A[!-~ ]+B\u2069$/);
      assert.ok(!seen.has(text), one.codePointAt(0)?.toString(16));
      seen.add(text);
    }
  });

  it('is isolated whatever its letters, and is empty if nothing of it is visible', () => {
    for (const name of ['A', '1', 'שלום', '𞤀𞤁', '𐡀', '上海', '-', '👩']) {
      assert.equal(plainText(name), isolated(name));
    }
    const joiners = ['\u200c', '\u200d\u200d', '\ufe0f', '\u{e0100}', '\u180b', '\u034f'];
    const drawnAsNothing = ['\u2800', '\u{1d159}', '\u3164', '\uffa0', '\u115f', '\ufffa', '\u{13441}'];
    const others = ['', ' ', '\u202e', '\u2068\u2069', '\u200b\n', '\u00a0\u200a \u3000', '\ufdd0', '\ud800'];
    for (const name of [
      ...others,
      ...joiners,
      ...drawnAsNothing,
      [...joiners, ...drawnAsNothing].join(' '),
    ]) {
      assert.equal(plainText(name), '');
      assert.equal(nameOrId(name, '3048573935752720384'), isolated('3048573935752720384'));
    }
    assert.equal(nameOrId(undefined, '7'), isolated('7'));
  });

  it('is put on one line, and does not change when it is made safe twice', () => {
    assert.equal(plainText(plainText(' A\n\u2028B\u0007C\t')), isolated('A B C'));
  });

  it('is read aloud without isolates', () => {
    assert.equal(spokenText(`${plainText('שלום')}, ${numberText('10')} extensions`), 'שלום, 10 extensions');
  });
});

describe('a sentence with names in it', () => {
  const sentence = `${plainText('שלום')}, ${numberText('10')} extensions`;

  it('keeps the names isolated in every place that shows plain text', () => {
    for (const made of [sentenceText, linklessText, iconlessText]) {
      assert.equal(made(sentence), '\u2068שלום\u2069, \u206610\u2069 extensions');
    }
    assert.equal(linklessText(`[a](b) ${plainText('[c](d)')}`), '[a]\u200b(b) \u2068[c]\u200b(d)\u2069');
    assert.equal(iconlessText(plainText('$(zap)')), '\u2068\\$(zap)\u2069');
  });

  it('balances its isolates, whatever the names contain', () => {
    assert.equal(sentenceText('\u2069a\u2068b\u2069\u2069c'), 'a\u2068b\u2069c');
    assert.equal(sentenceText('a\u2068b\u2066c'), 'a\u2068b\u2066c\u2069\u2069');
    assert.equal(sentenceText('a\u202e\u2067b\u200f'), 'ab');
  });

  it('has no isolates in an editor, which would show them, unless the direction may change', () => {
    assert.equal(
      editorText(`${plainText('High Availability')}, ${numberText('10')}`),
      'High Availability, 10',
    );
    assert.equal(
      editorText(`\u2068${plainText('High Availability')} × ${plainText('10')}\u2069`),
      'High Availability × 10',
    );
    assert.equal(
      editorText(`${plainText('上海 Ł’Île')} ${plainText('Αθήνα, Москва')}`),
      '上海 Ł’Île Αθήνα, Москва',
    );
    for (const name of ['שלום', '𞤀𞤁', 'ߒߞߏ', '١٢', '،', '👩']) {
      assert.equal(editorText(`${plainText(name)} 1`), `\u2068${name}\u2069 1`);
    }
  });

  it('has no isolates when it is copied', () => {
    assert.equal(withoutIsolates(`${plainText('Lagos')}: ${numberText('10')}`), 'Lagos: 10');
  });
});
