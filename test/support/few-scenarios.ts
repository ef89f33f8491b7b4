import { afterAll, beforeAll } from 'vitest';

import { SCENARIOS } from '#scenarios';

import { keepOneOfEachKind } from './one-of-each-kind.js';

/** While the tests of a file, or of a describe, run. What runs in processes of its own preloads `preloaded-few-scenarios`. */
export function withFewScenarios(...more: readonly string[]): void {
  const scenarios = SCENARIOS as (typeof SCENARIOS)[number][];
  const all = [...scenarios];
  beforeAll(() => keepOneOfEachKind(scenarios, more));
  afterAll(() => {
    scenarios.splice(0, scenarios.length, ...all);
  });
}
