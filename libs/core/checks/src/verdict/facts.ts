/** What was seen at each host, sorted for the verdict. */
import { SCENARIOS, type ExpectedBehaviour, type ScenarioId } from '#scenarios';

import type { Observation, ObservationKind } from '../observation.js';
import { wasLetThrough } from '../release.js';

/** Everything seen at one group of hosts: those of one scenario, or all with the same expected behaviour. */
export interface Seen {
  readonly overTls: readonly Observation[];
  readonly inClear: readonly Observation[];
  readonly refusals: readonly Observation[];
  /** Deliveries after the release of the check: to a certificate that a TLSA record describes. */
  readonly letThrough: readonly Observation[];
  /** Sessions that ended without saying anything about DANE: `tls-failed`, `rejected`. */
  readonly troubles: readonly Observation[];
  readonly queries: readonly Observation[];
  /** Whether a mail server came, however it went on. */
  readonly connected: boolean;
}

export interface Facts {
  readonly byScenario: ReadonlyMap<ScenarioId, Seen>;
  /** Hosts where a conforming sender delivers. */
  readonly valid: Seen;
  /** Hosts where a conforming sender refuses. */
  readonly broken: Seen;
  /** Hosts without DANE, where policy decides. */
  readonly plain: Seen;
  /** Whether the sender was seen to complete a TLS handshake, or to judge our certificate. */
  readonly usesTls: boolean;
  /** When something was first seen to end at the host that was last to be seen; null before anything ended. */
  readonly lastNewsAt: number | null;
}

const TROUBLE: ReadonlySet<ObservationKind> = new Set(['tls-failed', 'rejected', 'left', 'lost']);

export function gatherFacts(observations: readonly Observation[]): Facts {
  const byScenario = new Map(
    SCENARIOS.map(({ id }) => [id, sort(observations.filter(({ scenario }) => scenario === id))]),
  );
  return {
    byScenario,
    valid: sort(observations.filter(expecting('delivered'))),
    broken: sort(observations.filter(expecting('refused'))),
    plain: sort(observations.filter(expecting('either'))),
    usesTls: observations.some(
      ({ kind, tls }) => kind === 'refused' || (tls !== null && kind !== 'tls-failed'),
    ),
    lastNewsAt: latest([...byScenario.values()].flatMap(firstEnd)),
  };
}

export function isDelivered(seen: Seen): boolean {
  return seen.overTls.length > 0 || seen.inClear.length > 0;
}

export function isRefused(seen: Seen): boolean {
  return seen.refusals.length > 0;
}

/** The client addresses of some observations, each once, in the order of their first appearance. */
export function clientsOf(observations: readonly Observation[]): string[] {
  return [...new Set(observations.map(({ clientAddress }) => clientAddress))];
}

/** Whether the message that was refused came through after the release. */
export function isLetThrough(seen: Seen): boolean {
  return isRefused(seen) && seen.letThrough.length > 0;
}

/** Addresses that refused and never delivered. */
export function refusingOnly(seen: Seen): string[] {
  const deliverers = new Set(clientsOf([...seen.overTls, ...seen.inClear]));
  return clientsOf(seen.refusals).filter((client) => !deliverers.has(client));
}

function expecting(behaviour: ExpectedBehaviour) {
  const ids = new Set(SCENARIOS.filter(({ expected }) => expected === behaviour).map(({ id }) => id));
  return ({ scenario }: Observation): boolean => ids.has(scenario);
}

function sort(observations: readonly Observation[]): Seen {
  const delivered = observations.filter((each) => each.kind === 'delivered' && !wasLetThrough(each));
  return {
    overTls: delivered.filter(({ tls }) => tls !== null),
    inClear: delivered.filter(({ tls }) => tls === null),
    refusals: observations.filter(({ kind }) => kind === 'refused'),
    letThrough: observations.filter(wasLetThrough),
    troubles: observations.filter(({ kind }) => TROUBLE.has(kind)),
    queries: observations.filter(({ kind }) => kind === 'dns-query'),
    connected: observations.some(({ kind }) => kind !== 'dns-query'),
  };
}

function firstEnd({ overTls, inClear, refusals, letThrough, troubles }: Seen): number[] {
  const ends = [...overTls, ...inClear, ...refusals, ...letThrough, ...troubles].map(({ at }) => at);
  return ends.length === 0 ? [] : [Math.min(...ends)];
}

function latest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.max(...times);
}
