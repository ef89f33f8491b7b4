import { afterAll, beforeAll } from 'vitest';

import { SCENARIOS } from '#scenarios';

/**
 * For the tests of a file that do for each host what takes a process or more: the table has one scenario of each kind meanwhile,
 * with the certificates of all. What runs in processes of their own preloads few-scenarios.mjs.
 */
export function withFewScenarios(): void {
  const scenarios = SCENARIOS as (typeof SCENARIOS)[number][];
  const all = [...scenarios];
  beforeAll(() => {
    scenarios.splice(0, scenarios.length, ...all.filter(({ id }) => KINDS.has(id)));
  });
  afterAll(() => {
    scenarios.splice(0, scenarios.length, ...all);
  });
}

const KINDS: ReadonlySet<string> = new Set(['do', 'dont', 'wrong', 'ta', 'exp-ta', 'self']);
