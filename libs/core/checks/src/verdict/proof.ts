/**
 * What a server's refusals prove. Who hangs up at our certificate may do so for reasons other than DANE, so a refusal counts
 * only beside controls: the same server delivers where it must, and does not refuse there too. A sender that demands a public
 * certificate refuses everywhere; one that tries that first and falls back refuses everywhere before it delivers.
 */
import { type Scenario, isControl, isReleaseCertificate, isValidControl } from '#scenarios';

import { isRefusal, isSilentRefusal } from '../session-outcome.js';

import { type Catalogue, type Party, type Server, isAt, isControlDelivery } from './servers.js';
import { openedToOther } from './session-host.js';
import type { Finding, SeenObservation } from './verdict.js';

/** A refusal is the server's own while it is seen at work: so close to a delivery of its own, or repeated. */
const NEAR_DELIVERY_MS = 15 * 60_000;

/** As far apart as retries are, not the attempts of one delivery. */
export const RETRIES_APART_MS = 15 * 60_000;

/** Beside their longest pause: in that the message may have been deleted and another one sent, or a clock may have been set. */
const BESIDE_PAUSE_MS = 5 * 60_000;

/** The messages to all hosts of a check are tried within this time, if nothing goes wrong. */
const ONE_ATTEMPT_MS = 30_000;

export interface Weight {
  readonly weight: 'proof' | 'likely' | 'none';
  readonly finding: Finding;
  /** Those that it rests on. */
  readonly refusals: readonly SeenObservation[];
}

/** How a server behaves where one may deliver. */
export interface Controls {
  /** Over TLS, where one must deliver. */
  readonly valid: readonly SeenObservation[];
  readonly deliveries: readonly SeenObservation[];
  /** What it refused before it was seen to deliver there counts for nothing. */
  readonly after: number;
  /** Where one must deliver, it refused at some time: by an alert or a hang-up, or silently in the handshake. */
  readonly refusedValid: boolean;
  readonly refusedValidSilently: boolean;
  /** It refused a host without DANE and delivered there as well. */
  readonly changesMind: boolean;
  /** Those of `valid` before which nothing went wrong there: who falls back had not begun to. */
  readonly promptlyValid: readonly SeenObservation[];
  /** When it refused a control host where it delivers as well. */
  readonly refusedAt: readonly number[];
  /** What anybody delivered during a release: the refused message may have left the queue, whoever brought it. */
  readonly released: readonly SeenObservation[];
  /** The longest time from a refusal to the delivery at the same control host. */
  readonly slowestFallbackMs: number;
}

/** Of a certificate that no record matches: only that can be evidence of DANE. */
export function isRefusalOfUnmatched(seen: SeenObservation): boolean {
  return isRefusal(seen) && !isReleaseCertificate(seen.evidence?.certificate);
}

/**
 * It accepted a certificate that no record matches, and began to hand over a message: a server that enforces does not, and no
 * diagnosis goes that far unless it is told to. EHLO alone is what `posttls-finger` says.
 */
function beganMail({ kind, tls, evidence }: SeenObservation): boolean {
  if (tls === null || evidence === null || evidence.certificate === null) return false;
  const hasBegun = ['mail', 'recipient', 'data'].some((stage) => stage === evidence.reached);
  return hasBegun && kind !== 'delivered' && !isReleaseCertificate(evidence.certificate);
}

function isDuringRelease({ kind, evidence }: SeenObservation): boolean {
  return kind === 'delivered' && isReleaseCertificate(evidence?.certificate);
}

/** What all clients of a check did that may be of concern to each of its servers. */
export interface Surroundings {
  /** What went wrong where one must deliver. */
  readonly troubles: readonly { readonly seen: SeenObservation; readonly names: Names }[];
  readonly released: readonly SeenObservation[];
}

export function surroundingsOf(everybody: readonly Party[], catalogue: Catalogue): Surroundings {
  const sessions = everybody.flatMap(({ seen }) => seen);
  return {
    troubles: sessions
      .filter((seen) => isTrouble(seen, catalogue))
      .map((seen) => ({ seen, names: namesOf(seen.clientName) })),
    released: sessions.filter(isDuringRelease),
  };
}

function isTrouble(seen: SeenObservation, catalogue: Catalogue): boolean {
  return (
    seen.kind !== 'delivered' && seen.kind !== 'tls-established' && isAt(isValidControl, seen, catalogue)
  );
}

export function controlsOf(server: Party, catalogue: Catalogue, around: Surroundings): Controls {
  const deliveries = server.seen.filter((seen) => isControlDelivery(seen, catalogue));
  const isValid = (seen: SeenObservation): boolean => isAt(isValidControl, seen, catalogue);
  const valid = deliveries.filter(
    (seen) => seen.tls !== null && isValid(seen) && openedToOther(seen, catalogue) === null,
  );
  const refusals = server.seen.filter((seen) => isRefusal(seen) && isAt(isControl, seen, catalogue));
  const refusedValid = refusals.filter(isValid);
  const fallbacks = refusals.flatMap((refusal) => {
    const next = deliveries.find(({ scenario, at }) => scenario === refusal.scenario && at >= refusal.at);
    return next === undefined ? [] : [{ refusal, ms: next.at - refusal.at }];
  });
  const deliversAt = ({ scenario }: SeenObservation): boolean =>
    deliveries.some((delivery) => delivery.scenario === scenario);
  const alike = underItsName(server, around);
  const troubles = [...server.seen.filter((seen) => isTrouble(seen, catalogue)), ...alike];
  const firstTrouble = Math.min(
    ...troubles.filter((seen) => !isAt(defersFirst, seen, catalogue)).map(({ at }) => at),
  );
  const firstDelivery = (scenario: string): number =>
    valid.find((seen) => seen.scenario === scenario)?.at ?? Infinity;
  return {
    valid,
    deliveries,
    after: Math.max(-Infinity, ...refusedValid.map(({ scenario }) => firstDelivery(scenario))),
    refusedValid: refusedValid.some(({ kind }) => kind === 'refused') || refusedBefore(valid[0], alike),
    refusedValidSilently: refusedValid.some((seen) => isSilentRefusal(seen)),
    changesMind: fallbacks.some(({ refusal }) => !isValid(refusal)),
    promptlyValid: valid.filter(({ at }) => at <= firstTrouble),
    refusedAt: refusals.filter(deliversAt).map(({ at }) => at),
    released: around.released,
    slowestFallbackMs: Math.max(0, ...fallbacks.map(({ ms }) => ms)),
  };
}

/** What goes wrong there at first is of our making. */
function defersFirst({ replies }: Pick<Scenario, 'replies'>): boolean {
  return replies === 'defer-first';
}

/** What the refusals of a server at a host that must be refused prove. */
export function weigh(server: Server, scenario: string, controls: Controls): Weight {
  const all = server.seen.filter((seen) => seen.scenario === scenario && isRefusalOfUnmatched(seen));
  const counted = all.filter(({ at }) => at > controls.after);
  const likely = (finding: Finding): Weight => ({ weight: 'likely', finding, refusals: counted });
  if (all.length === 0) return { weight: 'none', finding: 'not-tested', refusals: [] };
  if (counted.length === 0) return { weight: 'none', finding: 'refused-control-too', refusals: all };
  const delivered = server.seen.filter(({ kind }) => kind === 'delivered');
  const ended = [...delivered, ...controls.released].filter((seen) => seen.scenario === scenario);
  const isSteady = isPersistent(counted, controls, ended);
  if (controls.changesMind && !isSteady) {
    return { weight: 'none', finding: 'accepts-after-refusing', refusals: all };
  }
  if (server.membership === 'forward-confirmed' || server.membership === 'spf') {
    return likely('refused-by-system');
  }
  if (controls.valid.length === 0) return likely('refusal-without-control');
  if (controls.refusedValid && !isSteady) return likely('refused-control-too');
  if (!isSteady && !followsPromptControl(counted, controls)) return likely('refusal-before-control');
  const accepted = server.seen.filter((seen) => seen.scenario === scenario && beganMail(seen));
  return weighOwn(counted, accepted, controls, isSteady);
}

/** @param accepted the sessions in which it went on after the same certificate */
function weighOwn(
  counted: readonly SeenObservation[],
  accepted: readonly SeenObservation[],
  controls: Controls,
  isSteady: boolean,
): Weight {
  const likely = (finding: Finding): Weight => ({ weight: 'likely', finding, refusals: counted });
  const own = counted.filter(isItsOwn);
  if (own.length === 0) return likely('refusal-from-shared-address');
  const named = own.filter((seen) => isUnderItsName(seen, controls.deliveries));
  if (named.length === 0) return likely('refusal-under-another-name');
  if (accepted.some((seen) => isUnderItsName(seen, controls.deliveries))) {
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
  if (isNear || named.length > 1) {
    return { weight: 'proof', finding: 'refused-unmatched-certificate', refusals: named };
  }
  return likely(silentOnly ? 'refusal-without-alert' : 'refusal-not-repeated');
}

/**
 * A sender that falls back delivers within the time that it took at the controls; one that enforces goes on refusing. What
 * follows a delivery, or a refusal at a control host, may be the beginning of another message, not the same going on.
 */
function isPersistent(
  refusals: readonly SeenObservation[],
  { slowestFallbackMs, refusedAt }: Controls,
  delivered: readonly SeenObservation[],
): boolean {
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
    return (
      at - begunAt >= RETRIES_APART_MS && besidePause >= BESIDE_PAUSE_MS && besidePause > slowestFallbackMs
    );
  });
}

/**
 * A sender that verifies first and delivers anyway, later, refuses at every host in the beginning. One that enforces delivers
 * where it must in the very attempt in which it refuses elsewhere, or before.
 */
function followsPromptControl(refusals: readonly SeenObservation[], { promptlyValid }: Controls): boolean {
  return promptlyValid.some((delivery) => refusals.some(({ at }) => at >= delivery.at - ONE_ATTEMPT_MS));
}

/** At a shared host, a refusal is the check's only while no other check can have caused it (attribution.ts). */
export function isItsOwn({ attribution, exclusive }: SeenObservation): boolean {
  return attribution === 'exact' || exclusive === true;
}

/** Behind one address there may be more than the mail server: a laptop in the same office calls itself something else. */
export function isUnderItsName(
  { clientName }: SeenObservation,
  deliveries: readonly SeenObservation[],
): boolean {
  // No mail server begins TLS without EHLO: that has no name, which is like no other.
  const names = namesOf(clientName);
  return deliveries.some((delivery) => areAlike(namesOf(delivery.clientName), names));
}

/**
 * Sessions of addresses that are not known to be the server's system, but called themselves alike in them: a pool may fall back
 * from another address. It makes nobody a member; it is a reason to be careful.
 */
function underItsName({ address, name }: Party, { troubles }: Surroundings): readonly SeenObservation[] {
  const own = namesOf(name);
  return troubles
    .filter(({ seen, names }) => seen.clientAddress !== address && areAlike(own, names))
    .map(({ seen }) => seen);
}

/** Whether one of those sessions was a refusal before the server's first delivery, all at hosts with valid DANE. */
function refusedBefore(first: SeenObservation | undefined, alike: readonly SeenObservation[]): boolean {
  return first !== undefined && alike.some((seen) => isRefusal(seen) && seen.at <= first.at);
}

/** By which two names are compared. */
interface Names {
  readonly whole: string | null;
  /** Null unless it has at least two labels. */
  readonly parent: string | null;
}

function namesOf(name: string | null): Names {
  const whole = name?.toLowerCase() ?? null;
  const parent = whole?.split('.').slice(1).join('.') ?? '';
  return { whole, parent: parent.includes('.') ? parent : null };
}

/** The same name, or names under the same parent that has at least two labels. */
function areAlike(one: Names, other: Names): boolean {
  return (
    (one.whole !== null && one.whole === other.whole) || (one.parent !== null && one.parent === other.parent)
  );
}
