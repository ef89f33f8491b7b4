import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type DerLimits, isWithin } from './der-bounds.js';

const LIMITS: DerLimits = { bytes: 65_536, depth: 32, values: 4_096 };

function value(tag: number, content: Uint8Array): Uint8Array {
  const length = content.length;
  return Uint8Array.from([
    tag,
    ...(length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff]),
    ...content,
  ]);
}

function nested(depth: number, tag = 0x30): Uint8Array {
  let der: Uint8Array = value(0x05, new Uint8Array());
  for (let level = 0; level < depth; level += 1) der = value(tag, der);
  return der;
}

function wide(count: number): Uint8Array {
  return value(
    0x30,
    Uint8Array.from({ length: count * 2 }, (_, index) => (index % 2 === 0 ? 0x05 : 0x00)),
  );
}

describe('isWithin', () => {
  it('bounds nesting, values and octets, and takes what is just within', () => {
    expect([nested(32), wide(4_095)].map((der) => isWithin(der, LIMITS))).toEqual([true, true]);
    expect([nested(33), wide(4_096)].map((der) => isWithin(der, LIMITS))).toEqual([false, false]);
    expect(isWithin(value(0x04, new Uint8Array(65_000)), { ...LIMITS, bytes: 65_000 })).toBe(false);
  });

  it.each([
    ['an indefinite length', [0x30, 0x80, 0, 0]],
    ['a length of four octets', [0x30, 0x84, 0, 0, 0, 0]],
    ['a value longer than what holds it', [0x30, 2, 0x04, 1, 0]],
    ['a value cut off', [0x30]],
    ['a tag of several octets', [0x3f, 0x81, 1, 0]],
  ])('does not take %s', (_what, octets) => {
    expect(isWithin(Uint8Array.from(octets), LIMITS)).toBe(false);
  });

  it('takes what is deep for deep and what is wide for wide, whatever the tags', () => {
    const constructed = fc.constantFrom(0x30, 0x31, 0x24, 0xa0, 0xbe);
    fc.assert(
      fc.property(fc.nat(2_000), constructed, fc.nat(10_000), (depth, tag, count) => {
        expect(isWithin(nested(depth, tag), LIMITS)).toBe(depth <= LIMITS.depth);
        expect(isWithin(wide(count), LIMITS)).toBe(count < LIMITS.values);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['octet strings', (inner: Uint8Array) => value(0x04, inner)],
    ['bit strings', (inner: Uint8Array) => value(0x03, Uint8Array.from([0, ...inner]))],
  ])('counts what is hidden in %s', (_what, wrap) => {
    let der: Uint8Array = value(0x05, new Uint8Array());
    for (let depth = 0; depth < 33; depth += 1) {
      expect(isWithin(der, LIMITS)).toBe(true);
      der = wrap(der);
    }
    expect(isWithin(der, LIMITS)).toBe(false);
    expect([wrap(wide(4_094)), wrap(wide(4_095))].map((one) => isWithin(one, LIMITS))).toEqual([true, false]);
  });

  it('takes strings whose content only looks like DER', () => {
    const looksLike = value(0x04, Uint8Array.from([0x30, 4, 0x04, 9, 1, 1]));
    expect(isWithin(value(0x30, Uint8Array.from([...looksLike, ...looksLike])), LIMITS)).toBe(true);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (content) => {
        expect(isWithin(value(0x30, value(0x04, content)), LIMITS)).toBe(true);
      }),
    );
  });

  it('looks at no more octets than there are headers within the limits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.constantFrom(0x30, 0x04), (octets, tag) => {
        let reads = 0;
        const counting = new Proxy(value(tag, octets), {
          get: (target, key) => {
            if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
            const found: unknown = Reflect.get(target, key, target);
            return typeof found === 'function' ? found.bind(target) : found;
          },
        });
        isWithin(counting, { ...LIMITS, values: 50 });
        // Two for each header, and two for a look into a string.
        expect(reads).toBeLessThanOrEqual(4 * 51);
      }),
      { numRuns: 50 },
    );
  });
});
