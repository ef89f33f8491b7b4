import { describe, expect, it } from 'vitest';

import type { ResultBody } from '#contracts';

import { aCheck, aResult, aScenario, aServer } from '../state/test-check.js';
import { matrixOf, shortName } from './matrix-rows.js';

const PASS = { state: 'refused', conclusion: 'pass' } as const;
const FAIL = { state: 'delivered', conclusion: 'fail' } as const;

function checkOf(results: readonly Partial<ResultBody>[]) {
  const ids = results.map((_, index) => `s${index}` as 'do');
  return aCheck({
    scenarios: ids.map((id) => aScenario({ id, title: id })),
    servers: [
      aServer({ results: results.map((each, index) => aResult({ scenario: ids[index]!, ...each })) }),
    ],
  });
}

const idsOf = (rows: readonly { readonly scenario: { readonly id: string } }[]) =>
  rows.map(({ scenario }) => scenario.id);

describe('matrixOf', () => {
  it('shows few rows all, the worst first', () => {
    const untested = { state: 'not-tested', conclusion: 'waiting' } as const;
    const { shown, folded } = matrixOf(checkOf([untested, PASS, FAIL]));
    expect(idsOf(shown)).toEqual(['s2', 's1', 's0']);
    expect(folded).toEqual([]);
  });

  it('folds what is as expected, however many rows there are', () => {
    const many = Array.from({ length: 40 }, (_, index) => (index === 30 ? FAIL : PASS));
    const { shown, folded } = matrixOf(checkOf(many));
    expect(idsOf(shown)).toEqual(['s30']);
    expect(folded).toHaveLength(39);
  });

  it('does not fold what was seen and proves nothing', () => {
    const likely = { state: 'likely-refused', conclusion: 'waiting' } as const;
    const { shown } = matrixOf(checkOf([PASS, PASS, PASS, PASS, likely, PASS]));
    expect(idsOf(shown)).toEqual(['s4']);
  });
});

describe('shortName', () => {
  it('prefers what the visitor calls it', () => {
    expect(shortName({ label: 'dr', name: 'mx1.example.net', address: '192.0.2.1' })).toBe('dr');
    expect(shortName({ label: null, name: 'mx1.example.net', address: '192.0.2.1' })).toBe('mx1');
    expect(shortName({ label: null, name: null, address: '192.0.2.1' })).toBe('192.0.2.1');
  });
});
