import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { beyondEventBounds } from './event-arguments.js';

const nested = (levels: number): unknown =>
  Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 'a');

describe('beyondEventBounds', () => {
  it.each([
    ['a token', ['0123456789ab']],
    ['nothing', []],
    ['a number', [7]],
    ['null', [null]],
    ['a small object', [{ token: 'a', toString: 'a' }]],
    ['a small list of lists', [[['a'], 'b']]],
  ])('has room for %s', (_what, args) => {
    expect(beyondEventBounds(args)).toBeNull();
  });

  it.each([
    ['two arguments', ['a', 'b'], 'carries more than one argument'],
    ['a long text', ['a'.repeat(201)], 'carries more than 200 characters'],
    ['a long name', [{ ['a'.repeat(201)]: 1 }], 'carries more than 200 characters'],
    ['bytes', [Buffer.from('0123456789ab')], 'carries bytes'],
    ['bytes inside', [{ token: new Uint8Array(3) }], 'carries bytes'],
    ['a long list', [Array.from({ length: 11 }, () => 0)], 'carries more than 10 values'],
    ['a deep list', [nested(3)], 'is nested more than 2 levels deep'],
    ['a list that is deeper than the stack', [nested(100_000)], 'is nested more than 2 levels deep'],
  ])('has none for %s', (_what, args, expected) => {
    expect(beyondEventBounds(args)).toBe(expected);
  });

  it('looks at a bounded number of values, whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const { proxy, looks } = counted(value);
        beyondEventBounds([proxy]);
        expect(looks()).toBeLessThanOrEqual(11);
      }),
    );
  });
});

/** Counts the objects and lists that are opened. */
function counted(value: unknown): { proxy: unknown; looks: () => number } {
  let looks = 0;
  const wrap = (inner: unknown): unknown =>
    typeof inner !== 'object' || inner === null
      ? inner
      : new Proxy(inner, {
          ownKeys: (target) => {
            looks += 1;
            return Reflect.ownKeys(target);
          },
          get: (target, key) => wrap(Reflect.get(target, key)),
        });
  return { proxy: wrap(value), looks: () => looks };
}
