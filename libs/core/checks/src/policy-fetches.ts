/**
 * Whose fetches of MTA-STS policies concern a check. The machine that fetches may not be the one that sends, so beside those of its
 * servers count those of addresses that DNS ties to them. A fetch is evidence of what a sender looked for, and proves nothing.
 */
import { SAME_CLIENT_WINDOW_MS } from './attribution.js';
import type { Check } from './check.js';
import { POLICY_SCENARIOS } from './mail-hosts.js';
import type { Observation, StoredObservation } from './observation.js';
import { policyEndsAt } from './policies.js';
import { deliverersOf, tiesTo } from './system-ties.js';
import type { SystemKnowledge } from './verdict/servers.js';

/** Of other addresses so many are asked about: anybody may fetch a policy. */
export const MAX_FETCHERS = 20;

/** The sentence of a fetch, with the HTTP status that it got; null: it was left unanswered. */
export function fetchDetail(host: string, status: number | null): string {
  const answer = status === null ? 'it was left unanswered' : `the answer was ${status}`;
  return `The MTA-STS policy was asked for at ${host}, and ${answer}.`;
}

/** The status in it. */
export function fetchStatus({ detail }: Pick<Observation, 'detail'>): number | null {
  const [, status] = /and the answer was (\d{3})\.$/.exec(detail) ?? [];
  return status === undefined ? null : Number(status);
}

/** A policy that a system may have cached. */
export interface CachedPolicy {
  readonly scenario: StoredObservation['scenario'];
  readonly clientAddress: string;
  readonly fetchedAt: number;
  /** Until when it may be applied. */
  readonly endsAt: number;
}

/** What is known of the policies that a check's system had or has, as far as fetches were seen. */
export interface PolicyCache {
  /** The latest fetch of each, in the order of time. */
  readonly policies: readonly CachedPolicy[];
  /** Whether one of them was fetched before the check was made. */
  readonly isOlder: boolean;
  /** Whether it fetched some when the check was mailed, none of which may be applied any more. */
  readonly hasEnded: boolean;
}

/** What was fetched, and by whom: all of it, for any check. */
export type Fetches = readonly StoredObservation[];

/** The addresses that may be of the check's system: those of the latest fetches. None before a host with a policy was mailed. */
export function possibleFetchers(observations: readonly Observation[], fetches: Fetches): string[] {
  const isMailed = observations.some(
    ({ kind, scenario }) => kind !== 'policy-fetch' && POLICY_SCENARIOS.includes(scenario),
  );
  if (!isMailed) return [];
  const servers = deliverersOf(observations);
  const others = fetches.toSorted((one, other) => other.at - one.at).map((fetch) => fetch.clientAddress);
  return [...new Set(others)].filter((address) => !servers.has(address)).slice(0, MAX_FETCHERS);
}

/**
 * The fetches by the check's system.
 *
 * @param systems of the addresses that had sessions, @param fetchers of those that fetched, by the names of their addresses
 */
export function fetchesOfSystem(
  observations: readonly Observation[],
  fetches: Fetches,
  systems: SystemKnowledge,
  fetchers: SystemKnowledge,
): Fetches {
  const servers = deliverersOf(observations);
  const isTied = tiesTo(observations, systems);
  return fetches.filter(
    ({ clientAddress }) => servers.has(clientAddress) || isTied(fetchers.get(clientAddress)),
  );
}

/** Those that came about when the check's messages did, and are not among its observations yet. */
export function joinFetches(
  check: Check,
  observations: readonly Observation[],
  ofSystem: Fetches,
): readonly Observation[] {
  const known = new Set(observations.map(({ id }) => id));
  const times = observations.flatMap(({ kind, at }) => (kind === 'delivered' ? [at] : []));
  const joined = ofSystem.filter(
    ({ id, at }) =>
      !known.has(id) &&
      at >= check.createdAt &&
      times.some((time) => Math.abs(time - at) <= SAME_CLIENT_WINDOW_MS),
  );
  if (joined.length === 0) return observations;
  const added = joined.map(({ token: _token, ...fetch }) => ({ ...fetch, attribution: 'system' as const }));
  return [...observations, ...added].sort((one, other) => one.id - other.id);
}

/**
 * What the system may have cached at that time.
 *
 * @param observations of the check, with the fetches that belong to it
 */
export function policyCache(
  { createdAt }: Check,
  observations: readonly Observation[],
  ofSystem: Fetches,
  now: number,
): PolicyCache {
  const latest = new Map<string, CachedPolicy>();
  const fetched = ofSystem.toSorted((one, other) => one.at - other.at);
  for (const { scenario, clientAddress, at: fetchedAt } of fetched) {
    const endsAt = policyEndsAt(scenario, fetchedAt);
    latest.delete(scenario);
    if (endsAt !== null && endsAt > now) latest.set(scenario, { scenario, clientAddress, fetchedAt, endsAt });
  }
  const policies = [...latest.values()];
  const hasFetched = observations.some(
    ({ kind, scenario, at }) => kind === 'policy-fetch' && policyEndsAt(scenario, at) !== null,
  );
  return {
    policies,
    isOlder: policies.some(({ fetchedAt }) => fetchedAt < createdAt),
    hasEnded: policies.length === 0 && hasFetched,
  };
}
