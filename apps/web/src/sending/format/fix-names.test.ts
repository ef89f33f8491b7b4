import { describe, expect, it } from 'vitest';

import { aCheck } from '../state/test-check.js';

import { lacksOnlyMtaSts, mishandlesPolicies } from './fix-names.js';

describe('lacksOnlyMtaSts', () => {
  it.each([
    ['enforces', 'does-not-enforce', false, true],
    ['enforces', 'does-not-enforce', true, false],
    ['enforces', 'enforces', false, false],
    ['does-not-enforce', 'does-not-enforce', false, false],
  ] as const)('DANE %s, MTA-STS %s (provisional: %s) is %s', (dane, outcome, provisional, lacks) => {
    const check = aCheck();
    const mtaSts = {
      outcome,
      provisional,
      code: 'delivered-everywhere',
      protection: null,
      title: '',
      caching: '',
    } as const;
    expect(
      lacksOnlyMtaSts({
        verdict: { ...check.verdict, outcome: dane },
        mtaSts: { ...mtaSts, doubts: [], fetched: [] },
      }),
    ).toBe(lacks);
  });
});

describe('mishandlesPolicies', () => {
  it.each([
    ['forgot-withdrawn-policy', true],
    ['kept-old-policy', true],
    ['kept-withdrawn-policy', false],
    ['followed-new-policy', false],
  ] as const)('of %s is %j', (finding, expected) => {
    const check = aCheck();
    const [result] = check.results;
    expect(mishandlesPolicies({ results: [{ ...result!, finding }] })).toBe(expected);
  });
});
