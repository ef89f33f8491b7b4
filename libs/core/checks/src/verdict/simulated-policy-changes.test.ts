/** What must hold of every verdict where policies change: nothing untrue of any sender, whatever it caches and forgets. */
import { describe, expect, inject, it } from 'vitest';

import {
  type ChangingHistory,
  HABITS,
  type Habit,
  simulateChanges,
} from '../../../../../test/support/changing-policies-simulator.js';

import { judge } from './judge.js';
import type { Finding, Result, Verdict } from './verdict.js';

const HISTORIES = inject('exhaustive') ? 10_000 : 100;
const LATE_MS = 30 * 86_400_000;
const TIMEOUT = { timeout: inject('exhaustive') ? 3_600_000 : 300_000 };

/** Of whom each finding is true. */
const TRUE_OF: Readonly<Partial<Record<Finding, readonly Habit[]>>> = {
  'refused-before-change': ['conforming', 'lazy', 'forgetful'],
  'followed-new-policy': ['conforming', 'forgetful'],
  'kept-old-policy': ['lazy'],
  'kept-withdrawn-policy': ['conforming', 'lazy'],
  'forgot-withdrawn-policy': ['forgetful'],
};

/** Between two observations after which a verdict is made. */
const STRIDE = inject('exhaustive') ? 1 : 4;

/** While observations come, and when everything is over. */
function eachVerdict(history: ChangingHistory, hold: (verdict: Verdict) => void): void {
  const { observations } = history;
  const first = observations[0]?.at ?? 0;
  observations.forEach(({ at }, index) => {
    if (index % STRIDE === 0) hold(judge(observations.slice(0, index + 1), at));
  });
  hold(judge(observations, first + LATE_MS));
}

const resultsOf = ({ servers }: Verdict): Result[] =>
  servers
    .flatMap(({ results }) => results)
    .filter(({ scenario }) => ['sts-id', 'sts-gone'].includes(scenario));

describe(`over ${HISTORIES} histories at hosts whose policies change`, TIMEOUT, () => {
  const seeds = Array.from({ length: HISTORIES }, (_, index) => index + 1);

  it('nothing is said of a server that is not true of it', () => {
    const seen = new Set<string>();
    for (const seed of seeds) {
      const history = simulateChanges(seed, HABITS);
      eachVerdict(history, (verdict) => {
        for (const { server, finding } of resultsOf(verdict)) {
          seen.add(finding);
          const habits = history.habits.get(server) ?? [];
          const untrue = TRUE_OF[finding]?.some((habit) => habits.includes(habit)) === false;
          expect(untrue ? { seed, server, finding, habits } : null).toBeNull();
        }
      });
    }
    const usual = Object.keys(TRUE_OF).filter((finding) => finding !== 'kept-old-policy');
    expect([...seen]).toEqual(expect.arrayContaining(usual));
  });

  it('no system of MTA-STS is ever red for what it keeps, and one that conforms is often seen to', () => {
    let [followed, kept] = [0, 0];
    for (const seed of seeds) {
      const history = simulateChanges(seed, seed % 2 === 0 ? ['conforming'] : ['conforming', 'lazy']);
      eachVerdict(history, (verdict) => {
        const failed = resultsOf(verdict).filter(({ conclusion }) => conclusion === 'fail');
        const { outcome = 'waiting' } = verdict.mtaSts ?? {};
        expect({ seed, failed, outcome: ['waiting', 'enforces', 'inconclusive'].includes(outcome) }).toEqual({
          ...{ seed, failed: [], outcome: true },
        });
      });
      const findings = resultsOf(judge(history.observations, LATE_MS * 1e3)).map(({ finding }) => finding);
      if (findings.includes('followed-new-policy')) followed += 1;
      if (findings.includes('kept-withdrawn-policy')) kept += 1;
    }
    expect(Math.min(followed / HISTORIES, kept / HISTORIES)).toBeGreaterThan(0.05);
  });
});
