/** What was seen at each host, sorted for the words of the verdict: of the servers alone, as soon as one is known. */
import {
  type Scenario,
  failsOnDelivery,
  isControl,
  isReleaseCertificate,
  isValidControl,
  mustDeliver,
  mustRefuse,
  provesEnforcement,
  requiresTls,
} from '#scenarios';

import { byScenario } from './chronology.js';
import { isRefusalOfUnmatched } from './proof.js';
import type { Results } from './results.js';
import { type Catalogue, type Parties, isAt, isAtFallback, isSuspectDelivery, labelOf } from './servers.js';
import { wasReused } from './session-host.js';
import type { SeenObservation } from './verdict.js';

/** Everything seen at one group of hosts: those of one scenario, or all with the same expected behaviour. */
export interface Seen {
  readonly overTls: readonly SeenObservation[];
  readonly inClear: readonly SeenObservation[];
  readonly refusals: readonly SeenObservation[];
  /** The refused message, delivered during the release. */
  readonly creditedRetries: readonly SeenObservation[];
  /** Deliveries where refused mail can go instead. */
  readonly atFallback: readonly SeenObservation[];
  /** Other deliveries during a release, or over a connection to another host. */
  readonly notJudged: readonly SeenObservation[];
  /** Refusals of the certificate that a release presents. */
  readonly matchingRefused: readonly SeenObservation[];
  /** Sessions that ended without saying anything about DANE. */
  readonly troubles: readonly SeenObservation[];
  readonly queries: readonly SeenObservation[];
  /** Whether a mail server came, however it went on. */
  readonly connected: boolean;
}

export interface Facts {
  readonly catalogue: Catalogue;
  readonly byScenario: ReadonlyMap<string, Seen>;
  /** Hosts where a standard requires to deliver. */
  readonly valid: Seen;
  /** Hosts where a refusal shows that a sender enforces DANE. */
  readonly broken: Seen;
  /**
   * Hosts without DANE, where policy decides. Where TLSA records count for nothing, such as in an unsigned zone, deliveries alone:
   * who refuses there may believe the records.
   */
  readonly plain: Seen;
  /** Whether a server is known: without one, these are the sessions of anybody. */
  readonly hasServer: boolean;
  /**
   * What strangers delivered where DANE forbids it, or may. Few know these addresses, so most likely they are servers of the system
   * that were not seen elsewhere: that proves nothing, and no verdict is final while it stands. Also what other addresses of the
   * system delivered so that it may be forbidden.
   */
  readonly byUnknown: readonly SeenObservation[];
  /** What the system delivered where or as it must not, and nothing is measured now: no verdict is final beside it. */
  readonly notMeasured: readonly SeenObservation[];
  /** Whether the sender was seen to complete a TLS handshake, or to judge our certificate. */
  readonly usesTls: boolean;
  /** When something was first seen to end at the host that was last to be seen; null before anything ended. */
  readonly lastNewsAt: number | null;
  readonly results: Results;
  /** What was seen at some of the scenarios together. */
  readonly at: (scenarios: ReadonlySet<string>) => Seen;
  /** `mx1.example.net (192.0.2.10)` */
  readonly label: (address: string) => string;
}

const TROUBLE: ReadonlySet<string> = new Set(['tls-failed', 'rejected', 'left', 'lost']);

export function gatherFacts(
  observations: readonly SeenObservation[],
  parties: Parties,
  results: Results,
  { catalogue, everywhere }: { readonly catalogue: Catalogue; readonly everywhere: Catalogue },
): Facts {
  const hasServer = parties.servers.length > 0;
  const system = new Set([...parties.servers, ...parties.members].map(({ address }) => address));
  const relevant = observations.filter(
    ({ kind, clientAddress }) => kind === 'dns-query' || !hasServer || system.has(clientAddress),
  );
  const sortedAt = (ids: ReadonlySet<string>): Seen =>
    sort(
      relevant.filter(({ scenario }) => ids.has(scenario)),
      catalogue,
      results,
    );
  const sorted = (wanted: (scenario: Scenario) => boolean): Seen =>
    sortedAt(new Set([...catalogue.values()].filter(wanted).map(({ id }) => id)));
  const groups = byScenario(relevant);
  const seenAt = new Map(
    [...catalogue.keys()].map((id) => [id, sort(groups.get(id) ?? [], catalogue, results)]),
  );
  const names = new Map(
    [...parties.servers, ...parties.members, ...parties.strangers].map((party) => [
      party.address,
      labelOf(party),
    ]),
  );
  return {
    catalogue,
    byScenario: seenAt,
    valid: sorted(isValidControl),
    broken: sorted(provesEnforcement),
    plain: plainOf(sorted),
    hasServer,
    ...doubtsOf(parties, catalogue, everywhere),
    usesTls: relevant.some(({ kind, tls }) => kind === 'refused' || (tls !== null && kind !== 'tls-failed')),
    lastNewsAt: latest([...seenAt.values()].flatMap(firstEnd)),
    results,
    at: sortedAt,
    label: (address) => names.get(address) ?? address,
  };
}

function doubtsOf(
  { servers, members, strangers }: Parties,
  catalogue: Catalogue,
  everywhere: Catalogue,
): Pick<Facts, 'byUnknown' | 'notMeasured'> {
  const isSuspect = (seen: SeenObservation): boolean =>
    isAt(failsOnDelivery, seen, everywhere) && isSuspectDelivery(seen, everywhere);
  const failsUnmeasured = (seen: SeenObservation): boolean =>
    !catalogue.has(seen.scenario) && (isSuspect(seen) || isForbiddenInClear(seen, everywhere));
  return {
    byUnknown: [
      ...strangers.flatMap(({ seen }) => seen.filter(isSuspect)),
      // Otherwise it is a failure of theirs.
      ...members.flatMap(({ seen }) => seen.filter((each) => isSuspect(each) && wasReused(each, everywhere))),
    ],
    notMeasured: [...servers, ...members].flatMap(({ seen }) => seen.filter(failsUnmeasured)),
  };
}

/** Where one may deliver, and not without TLS. */
function isForbiddenInClear(seen: SeenObservation, catalogue: Catalogue): boolean {
  const demands = (scenario: Scenario): boolean =>
    isControl(scenario) && requiresTls(scenario) && scenario.requirement === 'required';
  return seen.kind === 'delivered' && seen.tls === null && isAt(demands, seen, catalogue);
}

function plainOf(sorted: (wanted: (scenario: Scenario) => boolean) => Seen): Seen {
  const isPlain = (scenario: Scenario): boolean =>
    isControl(scenario) && !mustDeliver(scenario) && !requiresTls(scenario);
  const { overTls, inClear } = sorted(isPlain);
  return { ...sorted((each) => isPlain(each) && !publishesRecords(each)), overTls, inClear };
}

function publishesRecords({ tlsa, mx = [] }: Scenario): boolean {
  return tlsa.length > 0 || mx.some((host) => (host.tlsa ?? []).length > 0);
}

export function isDelivered(seen: Seen): boolean {
  return seen.overTls.length > 0 || seen.inClear.length > 0;
}

export function isRefused(seen: Seen): boolean {
  return seen.refusals.length > 0;
}

/** The client addresses of some observations, each once, in the order of their first appearance. */
export function clientsOf(observations: readonly SeenObservation[]): string[] {
  return [...new Set(observations.map(({ clientAddress }) => clientAddress))];
}

/** As `clientsOf`, with the names that an admin knows them by. */
export function whoOf({ label }: Pick<Facts, 'label'>, observations: readonly SeenObservation[]): string[] {
  return clientsOf(observations).map(label);
}

/** Whether the message that was refused came through after the release. */
export function hasCreditedRetry(seen: Seen): boolean {
  return seen.creditedRetries.length > 0;
}

/** Addresses that refused and never delivered. */
export function refusingOnly(seen: Seen): string[] {
  const deliverers = new Set(clientsOf([...seen.overTls, ...seen.inClear]));
  return clientsOf(seen.refusals).filter((client) => !deliverers.has(client));
}

function sort(observations: readonly SeenObservation[], catalogue: Catalogue, { credited }: Results): Seen {
  const delivered = observations.filter(({ kind }) => kind === 'delivered');
  const atFallback = delivered.filter((each) => isAtFallback(each, catalogue));
  const judged = delivered.filter((each) => !atFallback.includes(each));
  const open = judged.filter((each) => isOpen(each, catalogue) && !credited.has(each));
  const counted = judged.filter((each) => !isOpen(each, catalogue));
  const refused = observations.filter(({ kind }) => kind === 'refused');
  return {
    overTls: counted.filter(({ tls }) => tls !== null),
    inClear: counted.filter(({ tls }) => tls === null),
    refusals: refused.filter((each) => !isAt(mustRefuse, each, catalogue) || isRefusalOfUnmatched(each)),
    creditedRetries: judged.filter((each) => credited.has(each)),
    atFallback,
    notJudged: open,
    matchingRefused: refused.filter(
      (each) => isAt(mustRefuse, each, catalogue) && !isRefusalOfUnmatched(each),
    ),
    troubles: observations.filter(({ kind }) => TROUBLE.has(kind)),
    queries: observations.filter(({ kind }) => kind === 'dns-query'),
    connected: observations.some(({ kind }) => kind !== 'dns-query'),
  };
}

/** A delivery that decides nothing: during a release, or over a connection to another host. */
function isOpen(seen: SeenObservation, catalogue: Catalogue): boolean {
  const isReleased = seen.tls !== null && isReleaseCertificate(seen.evidence?.certificate);
  return isAt(mustRefuse, seen, catalogue) && (isReleased || wasReused(seen, catalogue));
}

function firstEnd(seen: Seen): number[] {
  const { overTls, inClear, refusals, creditedRetries, atFallback, notJudged, matchingRefused, troubles } =
    seen;
  const ends = [overTls, inClear, refusals, creditedRetries, atFallback, notJudged, matchingRefused, troubles]
    .flat()
    .map(({ at }) => at);
  return ends.length === 0 ? [] : [Math.min(...ends)];
}

function latest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.max(...times);
}

/** When the first of some observations was made. */
export function firstAt(observations: readonly { readonly at: number }[]): number {
  return Math.min(...observations.map(({ at }) => at));
}
