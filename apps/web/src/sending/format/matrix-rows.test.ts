import { describe, expect, it } from 'vitest';

import type { ResultBody } from '#contracts';
import type { ScenarioGroup } from '#scenarios';

import { aCheck, aResult, aScenario, aServer } from '../state/test-check.js';
import { matrixOf, shortName } from './matrix-rows.js';

const PASS = { state: 'refused', conclusion: 'pass' } as const;
const FAIL = { state: 'delivered', conclusion: 'fail' } as const;

const UNTESTED = { state: 'not-tested', conclusion: 'waiting' } as const;
const LIKELY = { state: 'likely-refused', conclusion: 'waiting' } as const;

type Row = Partial<ResultBody> & { readonly group?: ScenarioGroup };

function checkOf(rows: readonly Row[]) {
  const ids = rows.map((_, index) => `s${index}` as 'do');
  return aCheck({
    scenarios: rows.map(({ group = 'basics' }, index) => aScenario({ id: ids[index]!, group })),
    servers: [
      aServer({
        results: rows.map(({ group: _, ...each }, index) => aResult({ scenario: ids[index]!, ...each })),
      }),
    ],
  });
}

const idsOf = (rows: readonly { readonly scenario: { readonly id: string } }[] = []) =>
  rows.map(({ scenario }) => scenario.id);

describe('matrixOf', () => {
  it('shows few rows all and without groups, the worst first', () => {
    const [only, ...others] = matrixOf(checkOf([UNTESTED, PASS, FAIL]));
    expect(idsOf(only?.shown)).toEqual(['s2', 's1', 's0']);
    expect(only?.group).toBeNull();
    expect(others).toEqual([]);
  });

  it('folds what is as expected, however many rows there are, and begins with the worst group', () => {
    const many = Array.from({ length: 40 }, (_, index): Row => ({
      ...(index === 30 ? FAIL : PASS),
      group: index < 20 ? 'records' : 'dnssec',
    }));
    const groups = matrixOf(checkOf(many));
    expect(groups.map(({ group, tally }) => [group, tally.wrong, tally.expected])).toEqual([
      ['dnssec', 1, 19],
      ['records', 0, 20],
    ]);
    expect(groups.map(({ shown }) => idsOf(shown))).toEqual([['s30'], []]);
    expect(groups.map(({ folded }) => folded.length)).toEqual([19, 20]);
  });

  it('shows two of a group that fails as a whole, the required ones first', () => {
    const optional: Row = { ...FAIL, requirement: 'recommended' };
    const check = checkOf([optional, FAIL, FAIL, FAIL, FAIL]);
    const scenarios = check.scenarios.map((each, index) =>
      index === 0 ? { ...each, requirement: 'recommended' as const } : each,
    );
    const [group] = matrixOf({ ...check, scenarios });
    expect(idsOf(group?.shown)).toEqual(['s1', 's2']);
    expect(idsOf(group?.folded)).toEqual(['s3', 's4', 's0']);
    expect(group?.tally).toEqual({ wrong: 5, open: 0, expected: 0, untested: 0 });
  });

  it('shows few rows in all, those of the worst groups', () => {
    const groups = ['records', 'certificates', 'dnssec'] as const;
    const rows = groups.flatMap((group) => Array.from({ length: 4 }, (): Row => ({ ...FAIL, group })));
    expect(matrixOf(checkOf(rows)).map(({ shown }) => shown.length)).toEqual([2, 1, 0]);
  });

  it('does not fold what was seen and proves nothing', () => {
    const [group] = matrixOf(checkOf([PASS, PASS, PASS, PASS, LIKELY, UNTESTED]));
    expect(idsOf(group?.shown)).toEqual(['s4']);
    expect(group?.tally).toEqual({ wrong: 0, open: 1, expected: 4, untested: 1 });
  });

  it.each([
    ['waiting', 0, 1],
    ['not-seen', 0, 1],
    ['delivered', 1, 0],
  ] as const)(
    'counts a host where either is right, and that is %s, as expected: %i',
    (state, expected, untested) => {
      const check = checkOf([PASS, PASS, PASS, PASS]);
      const scenarios = [...check.scenarios, aScenario({ id: 'plain', state, conclusion: 'info' })];
      const [group] = matrixOf({ ...check, scenarios });
      expect(group?.tally).toEqual({ wrong: 0, open: 0, expected: 4 + expected, untested });
    },
  );

  it('goes by what was seen at the host as long as no server is known', () => {
    const check = checkOf([UNTESTED, UNTESTED, UNTESTED, UNTESTED, UNTESTED]);
    const scenarios = check.scenarios.map((each, index) =>
      index === 3 ? { ...each, state: 'rejected' as const } : each,
    );
    expect(idsOf(matrixOf({ servers: [], scenarios })[0]?.shown)).toEqual(['s3']);
  });
});

describe('shortName', () => {
  it('prefers what the visitor calls it', () => {
    expect(shortName({ label: 'dr', name: 'mx1.example.net', address: '192.0.2.1' })).toBe('dr');
    expect(shortName({ label: null, name: 'mx1.example.net', address: '192.0.2.1' })).toBe('mx1');
    expect(shortName({ label: null, name: null, address: '192.0.2.1' })).toBe('192.0.2.1');
    expect(shortName({ label: null, name: '[192.0.2.1]', address: '192.0.2.1' })).toBe('192.0.2.1');
  });
});
