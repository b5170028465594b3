import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layOut } from '../../../src/text/textTable';

describe('a document as text', () => {
  it('has sections with their values in one column, followed by the exact texts', () => {
    const text = layOut(
      [
        {
          heading: 'Order YL1',
          fields: [
            ['Status', 'succeed'],
            ['Serial number', '3658B4311196K2ID'],
          ],
        },
        {
          heading: 'Plans and services',
          parts: [
            {
              title: 'Recording Minutes',
              fields: [
                ['serviceId', '3048573759449317376'],
                ['quantity', '100'],
              ],
            },
            { title: 'Enterprise Plan', fields: [] },
          ],
        },
      ],
      [{ heading: 'Reply', text: '{\n  "id": 3206252408495661057\n}' }],
    );
    assert.equal(
      text,
      [
        'Order YL1',
        '  Status         succeed',
        '  Serial number  3658B4311196K2ID',
        '',
        'Plans and services',
        '  Recording Minutes',
        '    serviceId  3048573759449317376',
        '    quantity   100',
        '  Enterprise Plan',
        '',
        'Reply',
        '{',
        '  "id": 3206252408495661057',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('leaves out missing values and empty sections', () => {
    const fields = [
      ['a', undefined],
      ['b', ''],
      ['c', ' \n '],
      ['d', 'x'],
    ] as const;
    assert.equal(
      layOut(
        [{ heading: 'one', fields }, { heading: 'two', fields: [['e', undefined]] }, { heading: 'three' }],
        [],
      ),
      'one\n  d  x\n',
    );
  });

  it('puts every value on one line, whatever it contains, so that none looks like another', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('a', ' ', '\n', '\r', '\t', '\u0085', '\u2028', '\u2029', '\0', '\v'),
    });
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (heading, title, label, value) => {
        const text = layOut([{ heading, parts: [{ title, fields: [[label, `x${value}`]] }] }], []);
        assert.equal(text.split(/[\n\r\u0085\u2028\u2029]/).length, 4);
        assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });

  it('keeps a right-to-left label from reversing its value', () => {
    const text = layOut([{ heading: 'h', fields: [['\u202eמספר', '12']] }], []);
    assert.match(text, /\u2068מספר\u2069 {2}12/);
  });

  it('escapes control characters in the exact texts, which remain the same JSON', () => {
    const value = { name: 'a\u2028b\u2029c\u0085d\u009b2Ke\u202ef\u2066g\u200fh\u061ci\u007fj' };
    const text = layOut([], [{ heading: 'Reply', text: JSON.stringify(value) }]);
    assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
    assert.deepEqual(JSON.parse(text.split('\n').slice(1).join('\n')), value);
  });
});
