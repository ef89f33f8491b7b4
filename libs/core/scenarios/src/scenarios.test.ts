import { describe, expect, it } from 'vitest';

import { mustRefuse } from './scenario.js';
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
    '$id: a sender is expected to refuse exactly when nothing published matches what the host presents by default',
    ({ expected, tlsa }) => {
      const matches = tlsa.some(({ subject, corrupted }) => subject !== 'spare' && !corrupted);
      expect(mustRefuse({ expected })).toBe(tlsa.length > 0 && !matches);
    },
  );

  it.each(SCENARIOS)(
    '$id publishes the spare key exactly when a sender is expected to refuse',
    (scenario) => {
      // A 3 1 1, because it is what lets the queued message of every DANE sender through.
      const spare = scenario.tlsa.filter(({ subject }) => subject === 'spare');
      const right = { usage: 3, selector: 1, matchingType: 1, subject: 'spare', corrupted: false };
      expect(spare).toEqual(mustRefuse(scenario) ? [right] : []);
    },
  );

  it.each(SCENARIOS.filter(({ tlsa }) => tlsa.length > 0))(
    '$id has a 3 1 1 of the leaf, the only record that every DANE sender understands',
    ({ tlsa }) => {
      const plan = { usage: 3, selector: 1, matchingType: 1, subject: 'leaf' };
      expect(tlsa).toContainEqual(expect.objectContaining(plan));
    },
  );
});

describe('findScenario', () => {
  it.each(['', 'DO', 'toString', '__proto__'])('knows no %j', (id) => {
    expect(findScenario(id)).toBeUndefined();
  });
});
