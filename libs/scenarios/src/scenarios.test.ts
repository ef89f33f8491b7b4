import { describe, expect, it } from 'vitest';

import { SCENARIO_IDS, SCENARIOS, findScenario } from './scenarios.js';

describe('SCENARIOS', () => {
  it('lists the ids of the table in its order', () => {
    expect(SCENARIO_IDS).toEqual(SCENARIOS.map(({ id }) => id));
  });

  it.each(SCENARIOS)('$id is a DNS label and cites its standard', ({ id, rfc }) => {
    expect(id).toMatch(/^[a-z][a-z0-9-]{0,62}$/);
    expect(rfc).toMatch(/^RFC \d+ §/);
  });

  it.each(SCENARIOS)(
    '$id: a sender is expected to refuse exactly when nothing published matches',
    ({ expected, tlsa }) => {
      const nothingMatches = tlsa.length > 0 && tlsa.every(({ corrupted }) => corrupted);
      expect(expected === 'refused').toBe(nothingMatches);
    },
  );

  it.each(SCENARIOS.filter(({ tlsa }) => tlsa.length > 0))(
    '$id has a 3 1 1, the only record that every DANE sender understands',
    ({ tlsa }) => {
      expect(tlsa.some((plan) => plan.usage === 3 && plan.selector === 1 && plan.matchingType === 1)).toBe(
        true,
      );
    },
  );
});

describe('findScenario', () => {
  it.each(['', 'DO', 'toString', '__proto__'])('knows no %j', (id) => {
    expect(findScenario(id)).toBeUndefined();
  });
});
