/**
 * Sessions at the hosts with a policy, which all checks share, that name no check and came from an address that delivered nothing for
 * it: one machine of a pool is refused what another delivered elsewhere. They belong to a check if DNS ties the address to a server of
 * it (system-ties.ts), and make a refusal likely, never proven: who else uses that system cannot be seen.
 */
import { changesByPhase, findScenario, isControl } from '#scenarios';

import { beganAt, NAMELESS_SCENARIOS, SAME_CLIENT_WINDOW_MS } from './attribution.js';
import type { Check } from './check.js';
import { POLICY_SCENARIOS } from './mail-hosts.js';
import type { Observation, StoredObservation } from './observation.js';
import { deliverersOf, tiesTo } from './system-ties.js';
import type { SystemKnowledge } from './verdict/servers.js';

/** Of other addresses so many are asked about, and of those that delivered for other checks: anybody may connect. */
export const MAX_POSSIBLE_MEMBERS = 20;

/** Without a certificate there is nothing to refuse. */
export const POOLED_SCENARIOS: readonly string[] = POLICY_SCENARIOS.filter(
  (id) => !NAMELESS_SCENARIOS.includes(id),
);

/** What happened at those hosts, for any check and for none; called only where it may concern the check. */
export interface PooledSessions {
  /** They name no check. */
  readonly nameless: () => readonly StoredObservation[];
  readonly deliveries: () => readonly StoredObservation[];
}

/** Of them what came about when the check's messages did, and the deliveries for other checks about then. */
export interface NearbySessions {
  readonly nameless: readonly StoredObservation[];
  readonly deliveries: readonly StoredObservation[];
  /** Whether there are more rivals than are asked about. */
  readonly isCrowded: boolean;
}

export interface PossibleMember {
  readonly address: string;
  /** As in EHLO. */
  readonly name: string | null;
}

export function nearbySessions(
  check: Check,
  observations: readonly Observation[],
  { nameless, deliveries }: PooledSessions,
): NearbySessions {
  const times = observations.flatMap(({ kind, scenario, at }) =>
    kind === 'delivered' && POOLED_SCENARIOS.includes(scenario) ? [at] : [],
  );
  const isNear = (at: number): boolean => times.some((time) => Math.abs(time - at) <= SAME_CLIENT_WINDOW_MS);
  const known = new Set(observations.map(({ id }) => id));
  const isPossible = (seen: StoredObservation): boolean =>
    POOLED_SCENARIOS.includes(seen.scenario) &&
    !known.has(seen.id) &&
    beganAt(seen) >= check.createdAt &&
    isNear(seen.at);
  const own = times.length === 0 ? [] : nameless().filter(isPossible);
  if (own.length === 0) return { nameless: [], deliveries: [], isCrowded: false };
  const of = firstAddresses(own);
  const near = own.filter(({ clientAddress }) => of.has(clientAddress));
  const first = Math.min(...near.map(({ at }) => at)) - SAME_CLIENT_WINDOW_MS;
  const last = Math.max(...near.map(({ at }) => at)) + SAME_CLIENT_WINDOW_MS;
  const others = deliveries().filter(({ token, at }) => token !== check.token && at >= first && at <= last);
  const rivals = new Set(others.map(({ clientAddress }) => clientAddress));
  return { nameless: near, deliveries: others, isCrowded: rivals.size > MAX_POSSIBLE_MEMBERS };
}

/** Whom DNS is asked about: those who had the sessions, and those who delivered for other checks meanwhile. */
export function possibleMembers({ nameless, deliveries }: NearbySessions): PossibleMember[] {
  const rivals = firstAddresses(deliveries);
  const named = new Map<string, string | null>();
  for (const { clientAddress, clientName } of [
    ...nameless,
    ...deliveries.filter(({ clientAddress: address }) => rivals.has(address)),
  ])
    named.set(clientAddress, named.get(clientAddress) ?? clientName);
  return [...named].map(([address, name]) => ({ address, name }));
}

/**
 * The observations of a check with those of its system among them. What the system did where one may deliver is always a reason to be
 * careful. A refusal elsewhere is joined only while no other check was mailed from that system about then, as far as is known.
 *
 * @param systems of the addresses that had sessions of the check, @param members of those in `possibleMembers`
 */
export function joinSessions(
  observations: readonly Observation[],
  { nameless, deliveries, isCrowded }: NearbySessions,
  systems: SystemKnowledge,
  members: SystemKnowledge,
): readonly Observation[] {
  const servers = deliverersOf(observations);
  const isTied = tiesTo(observations, systems);
  const isOfSystem = (address: string): boolean => servers.has(address) || isTied(members.get(address));
  const rivals = deliveries.filter(({ clientAddress }) => isOfSystem(clientAddress));
  const isDisputed = ({ at }: StoredObservation): boolean =>
    isCrowded || rivals.some((delivery) => Math.abs(delivery.at - at) <= SAME_CLIENT_WINDOW_MS);
  const joined = nameless.filter(
    (each) => isOfSystem(each.clientAddress) && (isAtControl(each) || !isDisputed(each)),
  );
  if (joined.length === 0) return observations;
  const added = joined.map(({ token: _token, ...each }) => ({ ...each, attribution: 'system' as const }));
  return [...observations, ...added].sort((one, other) => one.id - other.id);
}

function isAtControl({ scenario }: StoredObservation): boolean {
  const found = findScenario(scenario);
  return found !== undefined && isControl(found) && !changesByPhase(found);
}

/** Those that came last. */
function firstAddresses(sessions: readonly StoredObservation[]): ReadonlySet<string> {
  const newest = sessions.toSorted((one, other) => other.at - one.at);
  const addresses = new Set(newest.map(({ clientAddress }) => clientAddress));
  return new Set([...addresses].slice(0, MAX_POSSIBLE_MEMBERS));
}
