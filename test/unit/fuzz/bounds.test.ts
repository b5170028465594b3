import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'lossless-json';
import { readBody } from '../../../src/portal/envelope';
import {
  isObject,
  type Json,
  parseExact,
  printExact,
  jsonLimits,
  TooComplexJsonError,
} from '../../../src/portal/exactJson';

/** What a value contains, counted by walking through it. */
function measure(value: Json, around = 0): { values: number; levels: number; depth: number } {
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  const isContainer = Array.isArray(value) || isObject(value);
  const sum = { values: 1, levels: around, depth: around + (isContainer ? 1 : 0) };
  for (const one of inner) {
    const { values, levels, depth } = measure(one, around + 1);
    sum.values += values;
    sum.levels += levels;
    sum.depth = Math.max(sum.depth, depth);
  }
  return sum;
}

const parts = fc.oneof(
  fc.json({ maxDepth: 4, stringUnit: 'binary' }),
  fc.constantFrom('{}', '[]', '1', '"x"', '{"a":{"b":[{}]}}', '"[{,}]\\\\\\""', '"\\ud800"', '[[[]]]'),
);

describe('a JSON text of any size and shape', () => {
  it('is read exactly, or refused because it contains too much', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        parts,
        fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 30_000 })),
        fc.oneof(fc.nat({ max: 10 }), fc.nat({ max: 300 })),
        (part, count, depth) => {
          const text = `${'[{"a":'.repeat(depth)}[${Array(count).fill(part).join(',')}]${'}]'.repeat(depth)}`;
          const body = readBody(text);
          if (body.isTooComplex) {
            refused++;
            assert.throws(() => parseExact(text), TooComplexJsonError);
            // No text with half as much is refused: an empty record or list counts as two values, one of them a level deeper.
            if (depth < 100) {
              const { values, levels } = measure(parse(text) as Json);
              const isTooLong = text.length > jsonLimits.characters;
              assert.ok(
                isTooLong || values * 2 > jsonLimits.values || levels * 2 + values > jsonLimits.levels,
              );
            }
          } else {
            const { json } = body;
            assert.ok(json !== undefined);
            const { values, levels, depth: found } = measure(json);
            assert.ok(text.length <= jsonLimits.characters);
            assert.ok(values <= jsonLimits.values, String(values));
            assert.ok(levels <= jsonLimits.levels, String(levels));
            assert.ok(found <= jsonLimits.depth, String(found));
            assert.equal(printExact(json), printExact(parse(text) as Json));
          }
        },
      ),
      { numRuns: 100 },
    );
    assert.ok(refused > 3, String(refused));
  });

  it('is refused if it is not JSON, whatever braces it is made of', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('[', ']', '{', '}', '"', ':', ',', '\\', ' ', '1', 'a'),
          maxLength: 200,
        }),
        (text) => {
          const attempt = () => parseExact(text);
          let isJson = true;
          try {
            parse(text);
          } catch {
            isJson = false;
          }
          if (isJson) {
            attempt();
          } else {
            assert.throws(attempt, SyntaxError);
          }
        },
      ),
    );
  });
});
