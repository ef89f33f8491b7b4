/**
 * What a server's refusals prove. Who hangs up at our certificate may do so for reasons other than DANE, so a refusal counts
 * only beside controls: the same server delivers where it must, and does not refuse there too; of MTA-STS, also to an untrusted certificate where no policy forbids it. A sender that demands a public
 * certificate refuses everywhere; one that tries that first and falls back refuses everywhere before it delivers.
 */
import { failsLookup, isReleaseCertificate, type Scenario } from '#scenarios';

import { beganAt } from '../attribution.js';
import { isRefusal } from '../session-outcome.js';

import { inOrder } from './chronology.js';
import { byName, type Controls, isUnderOneOf } from './controls.js';
import { keysOfNames, ONE_ATTEMPT_MS } from './delivered.js';
import { judged, type Judged } from './judged.js';
import type { Server } from './servers.js';
import type { Finding, Membership, SeenObservation } from './verdict.js';

/** A refusal is the server's own while it is seen at work: so close to a delivery of its own, or repeated. */
const NEAR_DELIVERY_MS = 15 * 60_000;

/** As far apart as retries are, not the attempts of one delivery. */
export const RETRIES_APART_MS = 15 * 60_000;

/** Beside their longest pause: in that the message may have been deleted and another one sent, or a clock may have been set. */
const BESIDE_PAUSE_MS = 5 * 60_000;

export interface Weight {
  readonly weight: (typeof WEIGHTS)[number];
  readonly finding: Finding;
  /** Those that it rests on. */
  readonly refusals: readonly SeenObservation[];
}

/** Of a certificate that no record matches: only that can be evidence of DANE. */
export function isRefusalOfUnmatched(seen: SeenObservation): boolean {
  return isRefusal(seen) && !isReleaseCertificate(seen.evidence?.certificate);
}

/**
 * What the refusals of a server at a host that must be refused prove. Where the lookup of the TLSA records fails, nothing: who
 * connects does not heed that, and refuses for another reason than DANE.
 *
 * @param seen what it did there
 */
export function weighAt(
  scenario: Scenario,
  membership: Membership,
  seen: readonly SeenObservation[],
  controls: Controls,
): Weight {
  if (failsLookup(scenario))
    return { weight: 'none', finding: 'refused-after-failed-lookup', refusals: seen.filter(isRefusal) };
  const released = controls.released.filter((each) => each.scenario === scenario.id);
  const ended = [...seen.filter(({ kind }) => kind === 'delivered'), ...released];
  // Behind one address there may be several machines: what one of them does proves nothing of another.
  const machines = [...byName(seen.filter(isRefusalOfUnmatched))];
  return strongest(
    machines.map(([name, refusals]) =>
      weigh(membership, refusals, ended, { ...controls, ...controls.underName.get(name) }),
    ),
  );
}

const WEIGHTS = ['proof', 'likely', 'none'] as const;

function strongest(weights: readonly Weight[]): Weight {
  const alike = WEIGHTS.map((weight) => weights.filter((each) => each.weight === weight));
  const best = alike.find(({ length }) => length > 0) ?? [];
  const refusals = inOrder(best.flatMap((each) => each.refusals));
  return { weight: 'none', finding: 'not-tested', ...best[0], refusals };
}

/**
 * @param all its refusals there
 * @param ended what ended a message there, delivered to a certificate that matches or to one that does not
 */
function weigh(
  membership: Membership,
  all: readonly SeenObservation[],
  ended: readonly SeenObservation[],
  controls: Controls,
): Weight {
  const counted = all.filter(({ at }) => at > controls.after);
  const likely = (finding: Finding): Weight => ({ weight: 'likely', finding, refusals: counted });
  if (counted.length === 0) return { weight: 'none', finding: 'refused-control-too', refusals: all };
  const isSteady = isPersistent(counted.filter(isSeenAsItsOwn), controls, ended);
  if (!takesUntrusted(controls, isSteady)) {
    return {
      weight: 'none',
      finding: controls.waited ? 'control-after-waiting' : 'refusal-without-control',
      refusals: all,
    };
  }
  if (controls.changesMind && !isSteady) {
    return { weight: 'none', finding: 'accepts-after-refusing', refusals: all };
  }
  if (membership === 'forward-confirmed' || membership === 'spf') {
    return likely('refused-by-system');
  }
  if (controls.valid.length === 0) return likely('refusal-without-control');
  if (controls.isNameless) return likely('control-without-server-name');
  if (controls.refusedValid && !isSteady) return likely('refused-control-too');
  if (!isSteady && !followsPromptControl(counted, controls)) {
    return likely(controls.waited ? 'control-after-waiting' : 'refusal-before-control');
  }
  return weighOwn(counted, controls, isSteady);
}

/** Of MTA-STS: otherwise it may refuse every certificate that is not trusted, at first or always. */
function takesUntrusted({ lax, promptlyLax }: Controls, isSteady: boolean): boolean {
  return lax === null || (isSteady ? lax.length > 0 : promptlyLax.length > 0);
}

function weighOwn(counted: readonly SeenObservation[], controls: Controls, isSteady: boolean): Weight {
  const likely = (finding: Finding): Weight => ({ weight: 'likely', finding, refusals: counted });
  const own = counted.filter(isItsOwn);
  if (counted.every((seen) => !isSeenAsItsOwn(seen))) return likely('refusal-not-repeated');
  if (own.length === 0) return likely('refusal-from-shared-address');
  const named = own.filter((seen) => isUnderOneOf(controls.names, seen));
  if (named.length === 0) return likely('refusal-under-another-name');
  if (controls.accepted.some(({ scenario }) => scenario === counted[0]?.scenario)) {
    return likely('accepted-in-another-session');
  }
  const clear = named.filter(({ kind }) => kind === 'refused');
  const silentOnly = clear.length === 0;
  if (silentOnly && controls.refusedValidSilently && !isSteady) {
    return likely('refused-control-too');
  }
  const isNear = clear.some(({ at }) =>
    controls.deliveries.some((delivery) => Math.abs(delivery.at - at) <= NEAR_DELIVERY_MS),
  );
  if (isNear || isRepeated(named)) {
    return { weight: 'proof', finding: 'refused-unmatched-certificate', refusals: named };
  }
  return likely(silentOnly ? 'refusal-without-alert' : 'refusal-not-repeated');
}

/** What the clocks of two sessions are rounded by. */
const ROUNDING_MS = 5;

/** Whether one of them is a retry: of sessions that were open side by side, one failure may have ended both. */
function isRepeated(refusals: readonly SeenObservation[]): boolean {
  return refusals.some((retry) =>
    refusals.some(
      (first) =>
        first.evidence?.session !== retry.evidence?.session &&
        beganAt(retry) >= first.at - (first.evidence?.sinceCertificateMs ?? 0) - ROUNDING_MS &&
        retry.at >= first.at,
    ),
  );
}

/**
 * A sender that falls back delivers within the time that it took at the controls, at most as long as their messages had waited; one
 * that enforces goes on refusing. What follows a delivery, or a refusal at a control host, may be the beginning of another message,
 * not the same going on.
 */
function isPersistent(
  refusals: readonly SeenObservation[],
  { slowestFallbackMs, longestWaitMs, refusedAt }: Controls,
  delivered: readonly SeenObservation[],
): boolean {
  const fallbackMs = Math.max(slowestFallbackMs, longestWaitMs);
  const interruptions = [...refusedAt, ...delivered.map(({ at }) => at)];
  let begunAt = refusals[0]?.at ?? 0;
  let before = begunAt;
  let longestPause = 0;
  return refusals.some(({ at }) => {
    const isInterrupted = interruptions.some((time) => time >= before && time <= at);
    longestPause = isInterrupted ? 0 : Math.max(longestPause, at - before);
    if (isInterrupted) begunAt = at;
    before = at;
    const besidePause = at - begunAt - longestPause;
    return at - begunAt >= RETRIES_APART_MS && besidePause >= BESIDE_PAUSE_MS && besidePause > fallbackMs;
  });
}

/**
 * A sender that verifies first and delivers anyway, later, refuses at every host in the beginning. One that enforces delivers
 * where it must in the very attempt in which it refuses elsewhere, or before.
 */
function followsPromptControl(refusals: readonly SeenObservation[], { promptlyValid }: Controls): boolean {
  // A large message may take minutes after its certificate was accepted.
  return promptlyValid.some((delivery) =>
    refusals.some(({ at }) => at >= beganAt(delivery) - ONE_ATTEMPT_MS),
  );
}

/** At a shared host, a refusal is the check's only while no other check can have caused it (attribution.ts). */
export function isItsOwn({ attribution, exclusive }: SeenObservation): boolean {
  return attribution === 'exact' || (attribution === 'same-client' && exclusive === true);
}

/** Not so what is joined because of its system alone (system-sessions.ts): it may be of another message, long after its own. */
function isSeenAsItsOwn({ attribution }: SeenObservation): boolean {
  return attribution !== 'system';
}

/**
 * Those in which it calls itself as in what it delivered, during a release, too: otherwise another machine may be behind the address.
 * None of one that delivered nothing.
 */
export function underItsNames(refusals: readonly SeenObservation[], { seen }: Server): SeenObservation[] {
  const names = keysOfNames(seen.filter(({ kind }) => kind === 'delivered'));
  return refusals.filter((refusal) => isUnderOneOf(names, refusal));
}

/** Where one may deliver: without an alert, or of a session that may be of another machine or check. */
export function likelyRefusal(
  server: Server,
  seen: readonly SeenObservation[],
  conclusion: 'waiting' | 'info',
): Judged | null {
  const all = seen.filter(isRefusal);
  const own = all.filter(isItsOwn);
  const shared = all.filter(({ attribution }) => attribution === 'same-client');
  const named = underItsNames(own, server);
  const isMember = server.membership === 'forward-confirmed' || server.membership === 'spf';
  if (isMember && own.length > 0) return judged('likely-refused', conclusion, 'refused-by-system', own);
  if (named.length > 0) return judged('likely-refused', conclusion, 'refusal-without-alert', named);
  if (own.length > 0) return judged('likely-refused', conclusion, 'refusal-under-another-name', own);
  if (shared.length > 0) return judged('likely-refused', conclusion, 'refusal-from-shared-address', shared);
  const finding = isMember ? 'refused-by-system' : 'refusal-not-repeated';
  return all.length === 0 ? null : judged('likely-refused', conclusion, finding, all);
}
