import { describe, expect, it } from 'vitest';

import { aCheck, aScenario } from '../state/test-check.js';
import { checkUpTo, levelShown, levelsOffered } from './levels.js';

const quick = aScenario({ id: 'do', level: 'quick' });
const standard = aScenario({ id: 'dont', level: 'standard' });
const full = aScenario({ id: 'wrong', level: 'full' });
const check = aCheck({ scenarios: [quick, full, standard] });

const idsOf = ({ scenarios }: { scenarios: readonly { readonly id: string }[] }) =>
  scenarios.map(({ id }) => id);

describe('levelsOffered', () => {
  it('counts the addresses of each level with those of the levels before it', () => {
    expect(levelsOffered(check)).toEqual([
      { level: 'quick', count: 1 },
      { level: 'standard', count: 2 },
      { level: 'full', count: 3 },
    ]);
  });

  it('leaves out a level that adds nothing', () => {
    expect(levelsOffered(aCheck({ scenarios: [quick, full] })).map(({ level }) => level)).toEqual([
      'quick',
      'full',
    ]);
  });
});

describe('checkUpTo', () => {
  it('has the scenarios of the level, in their order', () => {
    expect(idsOf(checkUpTo(check, 'quick'))).toEqual(['do']);
    expect(idsOf(checkUpTo(check, 'full'))).toEqual(['do', 'wrong', 'dont']);
  });
});

describe('levelShown', () => {
  it('hides nothing at which a server was seen', () => {
    const seen = aCheck({ scenarios: [quick, full, { ...standard, state: 'refused' }] });
    expect(levelShown(seen, 'quick')).toBe('standard');
    expect(levelShown(seen, 'full')).toBe('full');
    expect(levelShown(check, 'quick')).toBe('quick');
  });
});
