import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DANE_STATES, type DaneState } from '#contracts';

import { worstState } from './dane-state.js';

describe('worstState', () => {
  it.each<[DaneState[], DaneState]>([
    [['verified', 'verified'], 'verified'],
    [['verified', 'unreachable'], 'verified'],
    [['unreachable', 'unreachable'], 'unreachable'],
    [[], 'unreachable'],
    [['verified', 'none'], 'none'],
    [['none', 'mismatch'], 'mismatch'],
    [['no-starttls', 'insecure'], 'no-starttls'],
    [['mismatch', 'bogus'], 'bogus'],
  ])('%j: %s', (states, expected) => {
    expect(worstState(states)).toBe(expected);
  });

  it('is one of them, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...DANE_STATES), { minLength: 1 }), (states) => {
        expect(states).toContain(worstState(states));
        expect(worstState(states.toReversed())).toBe(worstState(states));
      }),
    );
  });
});
