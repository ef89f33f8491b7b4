import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { byImportance, DANE_STATES, type DaneState, type ProbeFinding, worstState } from './result.js';

describe('worstState', () => {
  it.each<[DaneState[], DaneState]>([
    [['verified', 'verified'], 'verified'],
    [['verified', 'unreachable'], 'verified'],
    [['unreachable', 'unreachable'], 'unreachable'],
    [[], 'unreachable'],
    [['verified', 'not-looked-at'], 'not-looked-at'],
    [['unreachable', 'not-looked-at'], 'not-looked-at'],
    [['not-looked-at', 'mismatch'], 'mismatch'],
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

describe('byImportance', () => {
  const said = (severity: ProbeFinding['severity'], text: string): ProbeFinding => ({
    ...{ code: 'certificate-expired', severity, text, advice: null, rfc: null, bounces: [] },
  });

  it('puts errors first, keeps the order otherwise, and says nothing twice', () => {
    const findings = [
      said('info', 'a'),
      said('warning', 'b'),
      said('error', 'c'),
      said('warning', 'b'),
      said('info', 'd'),
    ];
    expect(byImportance(findings).map(({ text }) => text)).toEqual(['c', 'b', 'a', 'd']);
  });
});
