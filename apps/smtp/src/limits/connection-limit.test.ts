import { describe, expect, it } from 'vitest';

import { loadConfig } from '#config';
import { SCENARIOS } from '#scenarios';

import { connectionLimit } from './connection-limit.js';

/** How many of 2,000 connections from these addresses are served at the same time. */
function served(address: (index: number) => string, maxConnectionsPerClient = 50): number {
  const limit = connectionLimit({ maxConnections: 1_000, maxConnectionsPerClient });
  return Array.from({ length: 2_000 }, (_, index) => limit.acquire(address(index))).filter(
    (admission) => 'release' in admission,
  ).length;
}

describe('connectionLimit', () => {
  it.each([
    ['one address', 50, () => '192.0.2.1'],
    ['one /64', 50, (index: number) => `2001:db8::${index.toString(16)}`],
    ['one /24', 500, (index: number) => `192.0.2.${index % 256}`],
    ['one /56', 500, (index: number) => `2001:db8:0:${(index % 256).toString(16)}::1`],
    ['one /48', 500, (index: number) => `2001:db8:0:${index.toString(16)}::1`],
    ['everywhere', 1_000, (index: number) => `10.${index >> 8}.${index & 255}.1`],
  ])('serves %s with %i of 1,000', (_where, expected, address) => {
    expect(served(address)).toBe(expected);
  });

  it('gives a network that of four clients, where that is more than half', () => {
    expect(served((index) => `192.0.2.${index % 256}`, 200)).toBe(800);
    expect(served(() => '192.0.2.1', 200)).toBe(200);
  });

  it('lets one server try all scenarios simultaneously', () => {
    const { maxConnectionsPerClient } = loadConfig({ DOMAIN: 'dane.example' }).smtp;
    expect(maxConnectionsPerClient).toBeGreaterThanOrEqual(SCENARIOS.length);
  });
});
