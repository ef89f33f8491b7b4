import { describe, expect, it } from 'vitest';

import type { CheckBody } from '#contracts';

import { aCheck } from '../state/test-check.js';

import { adviceForAnyone, lacksMtaSts, mishandlesPolicies } from './fix-names.js';

const MTA_STS: NonNullable<CheckBody['mtaSts']> = {
  outcome: 'does-not-enforce',
  provisional: false,
  code: 'delivered-everywhere',
  protection: null,
  title: '',
  doubts: [],
  caching: '',
  fetched: [],
};

describe('adviceForAnyone', () => {
  const advice = (['nothing-to-fix', 'message-waits-for-release'] as const).map((code) => ({
    ...{ code, audience: 'Any server', step: '' },
  }));
  const verdict = { ...aCheck().verdict, outcome: 'enforces' as const, advice };

  it.each([
    [null, true],
    ['enforces', true],
    ['waiting', true],
    ['does-not-enforce', false],
    ['no-tls', false],
    ['inconclusive', false],
  ] as const)('says that nothing is to fix, where MTA-STS is %s: %j', (outcome, isSaid) => {
    const mtaSts = outcome === null ? null : { ...MTA_STS, outcome };
    const codes = adviceForAnyone({ verdict, mtaSts }).map(({ code }) => code);
    expect(codes).toEqual([...(isSaid ? ['nothing-to-fix'] : []), 'message-waits-for-release']);
  });

  it('does not say so beside a doubt', () => {
    const mtaSts = { ...MTA_STS, outcome: 'enforces' as const, doubts: ['Somebody delivered.'] };
    expect(adviceForAnyone({ verdict, mtaSts })).toMatchObject([{ code: 'message-waits-for-release' }]);
  });
});

describe('lacksMtaSts', () => {
  it.each([
    ['does-not-enforce', false, true],
    ['does-not-enforce', true, false],
    ['enforces', false, false],
    ['inconclusive', false, false],
  ] as const)('%s (provisional: %s) is %s', (outcome, provisional, lacks) => {
    expect(lacksMtaSts({ mtaSts: { ...MTA_STS, outcome, provisional } })).toBe(lacks);
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
