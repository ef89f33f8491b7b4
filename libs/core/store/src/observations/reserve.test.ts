import { describe, expect, it } from 'vitest';

import { MAX_QUERIES_PER_CHECK } from '#checks';
import { loadConfig } from '#config';
import { SCENARIOS } from '#scenarios';

import { RESERVE } from './reserve.js';

/** A session leaves the completed handshake and its end. */
const OBSERVATIONS_PER_SESSION = 2;
const SERVERS = 10;

describe('the places of a check', () => {
  it('hold what ten servers and their resolvers do at every scenario, as the default is', () => {
    const { maxObservationsPerCheck } = loadConfig({ DOMAIN: 'dane.example' }).checks;
    const sessions = SCENARIOS.length * SERVERS * OBSERVATIONS_PER_SESSION;
    expect(maxObservationsPerCheck).toBeGreaterThanOrEqual(sessions + MAX_QUERIES_PER_CHECK);
  });

  it('are kept for every end of a session at every scenario, in clear, over TLS and after a release', () => {
    const sorts = SCENARIOS.map(({ release }) => 6 * (release === null ? 2 : 3));
    const anybody = sorts.reduce((sum, each) => sum + each, 0);
    expect(RESERVE - anybody).toBeGreaterThanOrEqual(SERVERS * SCENARIOS.length);
  });
});
