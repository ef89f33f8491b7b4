import { describe, expect, it } from 'vitest';

import { anObservation } from '../state/test-check.js';
import { logEntries, lookedUpTypes } from './log-entries.js';

let id = 0;
function asked(type: string, second: number, scenario: 'do' | 'wrong' = 'do', name = 'host.test') {
  const at = new Date(Date.UTC(2026, 0, 5, 10, 0, second)).toISOString();
  const query = { name, type, dnssecOk: true, transport: 'udp', resolverPort: 53 } as const;
  return anObservation({ id: ++id, at, kind: 'dns-query', scenario, query });
}

describe('logEntries', () => {
  it('folds the lookups of one attempt at a scenario', () => {
    const delivered = anObservation({ id: 99, at: '2026-01-05T10:00:05.000Z' });
    const entries = logEntries([
      asked('A', 1),
      asked('TLSA', 2),
      asked('A', 3, 'wrong'),
      delivered,
      asked('A', 200),
    ]);
    expect(
      entries.map((entry) => (entry.kind === 'session' ? 'session' : [entry.scenario, entry.queries.length])),
    ).toEqual([['do', 1], 'session', ['wrong', 1], ['do', 2]]);
  });
});

describe('lookedUpTypes', () => {
  it('leaves out what minimising resolvers ask for', () => {
    const queries = [
      asked('TLSA', 3, 'do', '_25._tcp.host.test'),
      asked('A', 2, 'do', '_tcp.host.test'),
      asked('A', 1),
    ];
    expect(lookedUpTypes(queries)).toEqual(['A', 'TLSA']);
  });
});
