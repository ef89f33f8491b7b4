/** What each server did at each scenario, and what that proves: one result by itself, never a pile of several hosts. */
import { type Scenario, failsLookup, isDowngrade, mustDeliver, mustRefuse, requiresTls } from '#scenarios';

import type { ObservationKind } from '../observation.js';
import { isRefusal } from '../session-outcome.js';

import { byScenario } from './chronology.js';
import { acceptsControls, type Controls, controlsOf, surroundingsOf } from './controls.js';
import { judged, type Judged, toResult, UNTESTED } from './judged.js';
import { isItsOwn, likelyRefusal, underItsNames, weighAt } from './proof.js';
import { creditedDeliveries } from './retries.js';
import {
  type Catalogue,
  type Parties,
  type Server,
  addressesTiedTo,
  areOneSystem,
  isAtFallback,
  isUnverifiedDelivery,
} from './servers.js';
import { openedToOther, wasReused } from './session-host.js';
import type { Finding, Result, ResultState, SeenObservation } from './verdict.js';
import { hesitationsOf, isHesitant, withholdingOf } from './withheld.js';

interface Controlled {
  readonly server: Server;
  readonly controls: Controls;
  readonly hesitates: boolean;
}

export interface ServerResults extends Controlled {
  /** What was tested, in the order of the catalogue. */
  readonly results: readonly Result[];
}

export interface Results {
  readonly servers: readonly ServerResults[];
  readonly members: readonly ServerResults[];
  /** Deliveries during a release that are the refused message, deferred and retried. */
  readonly credited: ReadonlySet<SeenObservation>;
}

/** With each result of each server and member as `change` has it. */
export function withEach(results: Results, change: (result: Result) => Result): Results {
  const changed = (each: ServerResults): ServerResults => ({ ...each, results: each.results.map(change) });
  return { ...results, servers: results.servers.map(changed), members: results.members.map(changed) };
}

export interface Times {
  /** When the check was. */
  readonly createdAt: number;
  /** When the release of a scenario opened, where that is known. */
  readonly releasedAt: ReadonlyMap<string, number>;
}

export function resultsOf(parties: Parties, catalogue: Catalogue, { createdAt, releasedAt }: Times): Results {
  const { servers, members, strangers } = parties;
  const credited = creditedDeliveries([...servers, ...members], catalogue, releasedAt);
  const everybody = [...servers, ...members, ...strangers];
  const around = surroundingsOf(everybody, catalogue, createdAt);
  const hesitations = hesitationsOf(everybody, catalogue);
  const tied = addressesTiedTo([...servers, ...members]);
  const controlled = (server: Server): Controlled => {
    const system = tied.get(server.address) ?? new Set();
    return {
      server,
      controls: controlsOf(server, system, catalogue, around),
      hesitates: isHesitant(server, system, hesitations, catalogue),
    };
  };
  const delivering = servers.map(controlled);
  const system = {
    servers: delivering,
    members: members.map((member) => besidePeers(controlled(member), delivering)),
  };
  const all = [...system.servers, ...system.members];
  const judgeServer = (each: Controlled): ServerResults => {
    const { server } = each;
    const visits = byScenario(server.seen);
    const results = [...catalogue.values()]
      .flatMap((scenario) => {
        const seen = visits.get(scenario.id);
        if (seen === undefined) return [];
        const found = judgeAt({ server, scenario, seen }, { ...each, catalogue });
        return toResult(server, scenario, promote(found, each, scenario, all, credited));
      })
      .filter(({ state }) => state !== 'not-tested');
    return { ...each, results };
  };
  return { servers: system.servers.map(judgeServer), members: system.members.map(judgeServer), credited };
}

/** One result for each scenario of the catalogue. */
export function withUntested({ server, results }: ServerResults, catalogue: Catalogue): Result[] {
  const tested = new Map(results.map((result) => [result.scenario, result]));
  return [...catalogue.values()].map(
    (scenario) => tested.get(scenario.id) ?? toResult(server, scenario, UNTESTED),
  );
}

/** A member delivered nowhere: whether its system takes a certificate that is not trusted, its peers show. */
function besidePeers(member: Controlled, servers: readonly Controlled[]): Controlled {
  const peers = servers.filter(({ server }) => member.server.peers.includes(server.address));
  const { lax } = member.controls;
  if (lax === null) return member;
  const shown = peers.filter(({ controls }) => acceptsControls(controls)).map(({ controls }) => controls);
  const ofPeers = {
    lax: shown.flatMap((controls) => controls.lax ?? []),
    promptlyLax: shown.flatMap(({ promptlyLax }) => promptlyLax),
  };
  return { ...member, controls: { ...member.controls, ...ofPeers } };
}

interface Context extends Omit<Controlled, 'server'> {
  readonly catalogue: Catalogue;
}

/** What a server did at a scenario. */
interface Visit {
  readonly server: Server;
  readonly scenario: Scenario;
  readonly seen: readonly SeenObservation[];
}

function judgeAt(visit: Visit, context: Context): Judged {
  const decided = mustRefuse(visit.scenario) ? judgeRefusal(visit, context) : judgeDelivery(visit, context);
  return decided ?? judgeTrouble(visit.seen);
}

function judgeRefusal({ server, scenario, seen }: Visit, context: Context): Judged | null {
  const { controls, catalogue } = context;
  const unverified = seen.filter((each) => isUnverifiedDelivery(each, catalogue));
  const inClear = unverified.filter(({ tls }) => tls === null);
  if (inClear.length > 0) return judged('delivered-in-clear', 'fail', 'delivered-in-clear', inClear);
  if (unverified.length > 0) {
    const fault = failsLookup(scenario)
      ? 'delivered-despite-failed-lookup'
      : 'accepted-unmatched-certificate';
    return judged('delivered', 'fail', fault, unverified);
  }
  if (isDowngrade(scenario)) return judgeWithheld(server, scenario, context);

  const { weight, finding, refusals } = weighAt(scenario, server.membership, seen, controls);
  if (weight === 'proof') return judged('refused', 'pass', finding, refusals);
  if (weight === 'likely') return judged('likely-refused', 'waiting', finding, refusals);
  if (refusals.length > 0) return judged('not-judged', 'waiting', finding, refusals);

  const atFallback = seen.filter((each) => isAtFallback(each, catalogue));
  if (atFallback.length > 0) return judged('not-judged', 'info', 'delivered-at-fallback', atFallback);
  const delivered = seen.filter(({ kind }) => kind === 'delivered');
  const reused = delivered.filter((each) => wasReused(each, catalogue));
  if (reused.length > 0) return judged('not-judged', 'waiting', 'connection-reused', reused);
  if (delivered.length > 0) return judged('not-judged', 'waiting', 'delivered-during-release', delivered);
  const matching = seen.filter(isRefusal);
  return matching.length === 0
    ? null
    : judged('not-judged', 'waiting', 'refused-matching-certificate', matching);
}

function judgeWithheld(server: Server, scenario: Scenario, { catalogue, hesitates }: Context): Judged | null {
  const found = withholdingOf(server, scenario, catalogue, hesitates);
  if (found === null) return null;
  const { isProven, finding, seen } = found;
  return isProven
    ? judged('refused', 'pass', finding, seen)
    : judged('likely-refused', 'waiting', finding, seen);
}

function judgeDelivery({ server, scenario, seen }: Visit, { catalogue }: Context): Judged | null {
  const delivered = seen.filter(({ kind }) => kind === 'delivered');
  const inClear = delivered.filter(({ tls }) => tls === null);
  const overTls = delivered.filter(({ tls }) => tls !== null);
  const own = overTls.filter((each) => openedToOther(each, catalogue) === null);
  const refused = seen.filter((each) => each.kind === 'refused' && isItsOwn(each));
  if (inClear.length > 0 && requiresTls(scenario)) {
    return judged('delivered-in-clear', 'fail', 'delivered-in-clear', inClear);
  }
  if (mustDeliver(scenario)) {
    if (own.length > 0) return judged('delivered', 'pass', 'delivered-over-tls', own);
    if (overTls.length > 0) return judged('not-judged', 'waiting', 'connection-reused', overTls);
    if (inClear.length > 0) return judged('delivered-in-clear', 'info', 'delivered-in-clear', inClear);
    const named = underItsNames(refused, server);
    if (named.length > 0) return judged('refused', 'fail', 'refused-matching-certificate', named);
    return likelyRefusal(server, seen, 'waiting');
  }
  if (overTls.length > 0) return judged('delivered', 'info', 'delivered-over-tls', overTls);
  if (inClear.length > 0) return judged('delivered-in-clear', 'info', 'delivered-in-clear', inClear);
  if (refused.length > 0) return judged('refused', 'info', 'refused-without-dane', refused);
  return likelyRefusal(server, seen, 'info');
}

/** Sessions that say nothing about DANE: the last one says why. */
function judgeTrouble(seen: readonly SeenObservation[]): Judged {
  const last = seen.findLast(({ kind }) => kind in TROUBLES);
  const trouble = last === undefined ? undefined : TROUBLES[last.kind];
  return last === undefined || trouble === undefined
    ? UNTESTED
    : judged(trouble[0], 'waiting', trouble[1], [last]);
}

const TROUBLES: Readonly<Partial<Record<ObservationKind, readonly [ResultState, Finding]>>> = {
  rejected: ['rejected', 'command-rejected'],
  left: ['left', 'left-after-accepting'],
  lost: ['lost', 'connection-lost'],
  'tls-failed': ['tls-failed', 'tls-failed'],
};

/**
 * A likely refusal by an address of the system is proven once the very message is seen deferred and retried afterwards. Where any
 * address of that system refused a control host, the retry may as well be a sender that falls back; and where this one did, at
 * whichever control host, it may refuse for another reason everywhere.
 */
function promote(
  found: Judged,
  { server, controls: own }: Controlled,
  { id }: Scenario,
  all: readonly Controlled[],
  credited: ReadonlySet<SeenObservation>,
): Judged {
  if (found.finding !== 'refused-by-system') return found;
  const system = all.filter((each) => areOneSystem(each.server, server));
  const isRetried = [...credited].some(
    ({ scenario, clientAddress, at }) =>
      scenario === id &&
      system.some((each) => each.server.address === clientAddress) &&
      found.seen.some((refusal) => refusal.at < at),
  );
  return isRetried && !own.refusedControl && system.every(({ controls }) => acceptsControls(controls))
    ? { ...found, state: 'refused', conclusion: 'pass', finding: 'deferred-and-retried' }
    : found;
}
