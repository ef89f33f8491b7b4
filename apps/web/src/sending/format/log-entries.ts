/** The observations as one story, backwards; DNS lookups of a scenario are one entry. */
import type { ObservationBody } from '#contracts';

import { newestFirst } from './newest-first.js';

export type LogEntry =
  | { readonly kind: 'session'; readonly observation: ObservationBody }
  | { readonly kind: 'lookups'; readonly scenario: string; readonly queries: readonly ObservationBody[] };

/** Lookups further apart belong to another attempt. */
const ONE_ATTEMPT_MS = 60_000;

export function logEntries(observations: readonly ObservationBody[]): LogEntry[] {
  const entries: LogEntry[] = [];
  const open = new Map<string, { queries: ObservationBody[] }>();
  for (const observation of newestFirst(observations)) {
    if (observation.kind !== 'dns-query') {
      entries.push({ kind: 'session', observation });
      continue;
    }
    const { scenario } = observation;
    const group = open.get(scenario);
    const newest = group?.queries[0];
    if (
      group !== undefined &&
      newest !== undefined &&
      Date.parse(newest.at) - Date.parse(observation.at) < ONE_ATTEMPT_MS
    ) {
      group.queries.push(observation);
      continue;
    }
    const started = { kind: 'lookups' as const, scenario, queries: [observation] };
    open.set(scenario, started);
    entries.push(started);
  }
  return entries;
}

/**
 * `A, AAAA, TLSA`, in the order in which they were asked. What minimising resolvers ask for in between (RFC 9156) is left out:
 * the JSON has it.
 */
export function lookedUpTypes(queries: readonly ObservationBody[]): string[] {
  const asked = [...queries].reverse().flatMap(({ query }) => query ?? []);
  const meant = asked.filter(({ name, type }) => type === 'TLSA' || !name.startsWith('_'));
  return [...new Set((meant.length === 0 ? asked : meant).map(({ type }) => type))];
}
