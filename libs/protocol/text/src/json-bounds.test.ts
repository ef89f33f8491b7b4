import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { expectLinearTime } from '../../../../test/support/bounded.js';
import { beyondJsonBounds } from './json-bounds.js';

const BOUNDS = { maxDepth: 8, maxValues: 50, maxStringBytes: 20 };
const beyond = (text: string, bounds = BOUNDS) => beyondJsonBounds(Buffer.from(text), bounds);

/** How deep, how many values with the names of fields, and how long the longest text is, as parsed. */
function measure(value: unknown): { depth: number; values: number; longest: number } {
  if (typeof value === 'string') return { depth: 0, values: 1, longest: Buffer.byteLength(value) };
  if (typeof value !== 'object' || value === null) return { depth: 0, values: 1, longest: 0 };
  const children = Array.isArray(value) ? value : Object.entries(value).flat();
  const measured = children.map(measure);
  return {
    depth: 1 + Math.max(0, ...measured.map(({ depth }) => depth)),
    values: 1 + measured.reduce((sum, { values }) => sum + values, 0),
    longest: Math.max(0, ...measured.map(({ longest }) => longest)),
  };
}

describe('the bounds on JSON', () => {
  it('count the depth, values and names of any JSON exactly as the parser makes them', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 0, max: 2 }), (text, indent) => {
        const value: unknown = JSON.parse(text);
        const written = JSON.stringify(value, null, indent);
        const { depth, values } = measure(value);
        const all = { maxDepth: depth, maxValues: values, maxStringBytes: written.length * 4 };
        expect(beyond(written, all)).toBeNull();
        if (depth > 0) expect(beyond(written, { ...all, maxDepth: depth - 1 })).toMatch(/levels deep$/);
        expect(beyond(written, { ...all, maxValues: values - 1 })).toMatch(/values$/);
      }),
    );
  });

  it('let nothing through to the parser of which it makes more, whatever bytes arrive', () => {
    const hostile = fc
      .array(
        fc.constantFrom(
          '[',
          ']',
          '{',
          '}',
          '"',
          '\\',
          ',',
          ':',
          ' ',
          '1',
          'null',
          '"a"',
          '{"a":',
          '[[[[',
          '\\"',
          '\u00e9',
        ),
        { maxLength: 400 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, (text) => {
        if (beyond(text) !== null) return;
        let parsed: unknown;
        try {
          parsed = JSON.parse(text);
        } catch {
          return;
        }
        const { depth, values, longest } = measure(parsed);
        expect(depth).toBeLessThanOrEqual(BOUNDS.maxDepth);
        expect(values).toBeLessThanOrEqual(BOUNDS.maxValues);
        expect(longest).toBeLessThanOrEqual(BOUNDS.maxStringBytes);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['brackets inside a text', '"[[[[[[[[[[[["', null],
    ['a quotation mark that is escaped', String.raw`"\"[[[[[[[[[[[["`, null],
    ['a backslash that is escaped', String.raw`"\\"[[[[[[[[[[[[`, 'is nested more than 8 levels deep'],
    ['brackets that close first', ']]]]]]]]]]]][[[[[[[[[[[', null],
    ['a text without an end', `"${'a'.repeat(21)}`, 'has a text of more than 20 bytes'],
    ['a text that ends in a backslash', '"a\\', null],
    ['nothing', '', null],
  ])('see %s for what it is', (_what, text, expected) => {
    expect(beyond(text)).toBe(expected);
  });
});

describe('looking for the bounds', () => {
  it.each(['[', '{"a":', '[],', '1,', '"a",', ' ', '"', '\\"', '\\', 'a'])(
    'takes no more time than a text of %s is long',
    async (text) => {
      const most = { maxDepth: Infinity, maxValues: Infinity, maxStringBytes: Infinity };
      await expectLinearTime(
        (size) => Buffer.alloc(size, text),
        (bytes) => beyondJsonBounds(bytes, most),
        16_384,
      );
    },
  );
});
