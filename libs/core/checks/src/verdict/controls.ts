/**
 * How a server behaves where one may deliver, and what else was seen of its system: beside that its refusals are weighed (proof.ts).
 */
import {
  failsOnDelivery,
  isControl,
  isDowngrade,
  isLaxControl,
  isReleaseCertificate,
  isValidControl,
  measures,
} from '#scenarios';
import { withoutRootDot } from '#text';

import { isRefusal, isSilentRefusal } from '../session-outcome.js';

import { type Catalogue, type Party, isAt, isControlDelivery } from './servers.js';
import { openedToOther } from './session-host.js';
import type { SeenObservation } from './verdict.js';

/** What was delivered where one may. */
interface Delivered {
  readonly deliveries: readonly SeenObservation[];
  /** Over TLS, where one must deliver. */
  readonly valid: readonly SeenObservation[];
  /** Those of `valid` in a first attempt, before which nothing went wrong there: who falls back had not begun to. */
  readonly promptlyValid: readonly SeenObservation[];
  /** Over TLS to an untrusted certificate where no policy of MTA-STS forbids it; null where DANE is judged. */
  readonly lax: readonly SeenObservation[] | null;
  /** Those of `lax` in a first attempt, before which nothing went wrong where one must deliver, or there. */
  readonly promptlyLax: readonly SeenObservation[];
  /** Only that no delivery of the one kind or the other was a first attempt keeps it from being prompt. */
  readonly waited: boolean;
}

/** The messages to all hosts of a check are tried within this time, if nothing goes wrong. */
export const ONE_ATTEMPT_MS = 30_000;

export interface Controls extends Delivered {
  /** By the name in EHLO, of those that delivered (`byName`). What went wrong counts against all of them. */
  readonly underName: ReadonlyMap<string, Delivered>;
  /** What it refused before it was seen to deliver there counts for nothing. */
  readonly after: number;
  /** Where one must deliver, it refused at some time: by an alert or a hang-up, or silently in the handshake. */
  readonly refusedValid: boolean;
  readonly refusedValidSilently: boolean;
  /** It refused where one may deliver, whether one must or not. */
  readonly refusedControl: boolean;
  /** It refused a host without DANE and delivered there as well. */
  readonly changesMind: boolean;
  /** At hosts that must be refused, the sessions in which it went on all the same. */
  readonly accepted: readonly SeenObservation[];
  /** When it refused a control host where it delivers as well. */
  readonly refusedAt: readonly number[];
  /** What anybody delivered during a release: the refused message may have left the queue, through any server. */
  readonly released: readonly SeenObservation[];
  /** The longest time from a refusal to the delivery at the same control host. */
  readonly slowestFallbackMs: number;
}

/** Whether it never refused where one may deliver. */
export function acceptsControls({ refusedValid, refusedValidSilently, changesMind }: Controls): boolean {
  return !refusedValid && !refusedValidSilently && !changesMind;
}

/**
 * It began to hand over a message after a certificate that no record matches, or in the clear: a server that enforces does not,
 * and a diagnosis goes that far only on request: `posttls-finger` stops after EHLO.
 */
export function beganMail({ kind, tls, evidence }: SeenObservation): boolean {
  if (evidence === null || kind === 'delivered') return false;
  const hasBegun = ['mail', 'recipient', 'data'].some((stage) => stage === evidence.reached);
  // Inside TLS without a certificate: the connection had been opened to another host.
  const wasForbidden =
    tls === null || (evidence.certificate !== null && !isReleaseCertificate(evidence.certificate));
  return hasBegun && wasForbidden;
}

function isDuringRelease({ kind, evidence }: SeenObservation): boolean {
  return kind === 'delivered' && isReleaseCertificate(evidence?.certificate);
}

/**
 * What all clients of a check did that may be of concern to each of its servers. By address and name (`keysOf`) and in the order of
 * time: with hundreds of servers, none of them looks through what all others did.
 */
export interface Surroundings {
  /** What went wrong where one must deliver, or may to an untrusted certificate, but for what is of our making. */
  readonly troubles: ByKey;
  /** The refusals there. */
  readonly refusals: ByKey;
  readonly released: readonly SeenObservation[];
}

export type ByKey = ReadonlyMap<string, readonly SeenObservation[]>;

export function surroundingsOf(everybody: readonly Party[], catalogue: Catalogue): Surroundings {
  const sessions = everybody.flatMap(({ seen }) => seen);
  const troubles = sessions
    .filter((seen) => isTrouble(seen, catalogue))
    .sort((one, other) => one.at - other.at);
  return {
    troubles: byKey(troubles.filter((seen) => isUnexpected(seen, catalogue))),
    refusals: byKey(troubles.filter(isRefusal)),
    released: sessions.filter(isDuringRelease),
  };
}

export function byKey(sessions: readonly SeenObservation[]): ByKey {
  const found = new Map<string, SeenObservation[]>();
  const add = (seen: SeenObservation, key: string): void => {
    found.set(key, found.get(key) ?? []);
    found.get(key)?.push(seen);
  };
  for (const seen of sessions)
    for (const key of [addressKey(seen.clientAddress), ...keysOf(seen.clientName)]) add(seen, key);
  return found;
}

function isTrouble(seen: SeenObservation, catalogue: Catalogue): boolean {
  return (
    seen.kind !== 'delivered' &&
    seen.kind !== 'tls-established' &&
    isAt((scenario) => isValidControl(scenario) || isLaxControl(scenario), seen, catalogue)
  );
}

/** @param system the addresses that DNS ties to it */
export function controlsOf(
  server: Party,
  system: ReadonlySet<string>,
  catalogue: Catalogue,
  around: Surroundings,
): Controls {
  const deliveries = server.seen.filter((seen) => isControlDelivery(seen, catalogue));
  const isValid = (seen: SeenObservation): boolean => isAt(isValidControl, seen, catalogue);
  const refusals = server.seen.filter((seen) => isRefusal(seen) && isAt(isControl, seen, catalogue));
  const refusedValid = refusals.filter(isValid);
  const fallbacks = refusals.flatMap((refusal) => {
    const next = deliveries.find(({ scenario, at }) => scenario === refusal.scenario && at >= refusal.at);
    return next === undefined ? [] : [{ refusal, ms: next.at - refusal.at }];
  });
  const deliversAt = ({ scenario }: SeenObservation): boolean =>
    deliveries.some((delivery) => delivery.scenario === scenario);
  const firstTrouble = Math.min(
    server.seen.find((seen) => isUnexpected(seen, catalogue))?.at ?? Infinity,
    firstOfItsSystem(server, system, around.troubles),
  );
  const firstRefusal = firstOfItsSystem(server, system, around.refusals);
  const delivered = deliveredOf(deliveries, firstTrouble, catalogue);
  const { valid } = delivered;
  const firstDelivery = (scenario: string): number =>
    valid.find((seen) => seen.scenario === scenario)?.at ?? Infinity;
  return {
    ...delivered,
    underName: new Map(
      [...byName(deliveries)].map(([name, own]) => [name, deliveredOf(own, firstTrouble, catalogue)]),
    ),
    after: Math.max(-Infinity, ...refusedValid.map(({ scenario }) => firstDelivery(scenario))),
    refusedValid:
      refusedValid.some(({ kind }) => kind === 'refused') ||
      valid.slice(0, 1).some(({ at }) => at >= firstRefusal),
    refusedValidSilently: refusedValid.some((seen) => isSilentRefusal(seen)),
    refusedControl: refusals.length > 0,
    changesMind: fallbacks.some(({ refusal }) => !isValid(refusal)),
    accepted: server.seen.filter(
      (seen) =>
        isAt((scenario) => failsOnDelivery(scenario) && !isDowngrade(scenario), seen, catalogue) &&
        beganMail(seen) &&
        (deliveries.length === 0 || isUnderItsName(seen, deliveries)),
    ),
    refusedAt: refusals.filter(deliversAt).map(({ at }) => at),
    released: around.released,
    slowestFallbackMs: Math.max(0, ...fallbacks.map(({ ms }) => ms)),
  };
}

function deliveredOf(
  deliveries: readonly SeenObservation[],
  firstTrouble: number,
  catalogue: Catalogue,
): Delivered {
  const own = deliveries.filter((seen) => seen.tls !== null && openedToOther(seen, catalogue) === null);
  const valid = own.filter((seen) => isAt(isValidControl, seen, catalogue));
  const lax = own.filter((seen) => isAt(isLaxControl, seen, catalogue));
  const untroubled = [valid, lax].map((sessions) => sessions.filter(({ at }) => at < firstTrouble));
  const [promptlyValid = [], promptlyLax = []] = untroubled.map((sessions) =>
    sessions.filter(isFirstAttempt),
  );
  return {
    deliveries,
    valid,
    promptlyValid,
    lax: [...catalogue.values()].some(measures('mta-sts')) ? lax : null,
    promptlyLax,
    waited: untroubled.some((sessions) => sessions.length > 0 && !sessions.some(isFirstAttempt)),
  };
}

/**
 * Whether its message had just been queued. Otherwise an earlier attempt may have failed unseen, and a sender that falls back may
 * have begun to; likewise where the message does not say when that was, or the sender's clock is wrong.
 */
function isFirstAttempt({ at, evidence }: SeenObservation): boolean {
  const timing = evidence?.timing ?? null;
  // What was recorded before it was known.
  if (timing?.queuedAt === undefined) return true;
  const { queuedAt, connectedAt } = timing;
  return queuedAt !== null && queuedAt >= connectedAt - ONE_ATTEMPT_MS && queuedAt <= at + ONE_ATTEMPT_MS;
}

/** Of those without EHLO, that is no name. */
export function byName(sessions: readonly SeenObservation[]): Map<string, SeenObservation[]> {
  const found = new Map<string, SeenObservation[]>();
  for (const seen of sessions) {
    const name = withoutRootDot(seen.clientName ?? '');
    const own = found.get(name);
    if (own === undefined) found.set(name, [seen]);
    else own.push(seen);
  }
  return found;
}

/** Where a first attempt is deferred, that is of our making. */
function isUnexpected(seen: SeenObservation, catalogue: Catalogue): boolean {
  return isTrouble(seen, catalogue) && !isAt(({ replies }) => replies === 'defer-first', seen, catalogue);
}

/** Behind one address there may be more than the mail server: a laptop in the same office calls itself something else. */
export function isUnderItsName(
  { clientName }: SeenObservation,
  deliveries: readonly SeenObservation[],
): boolean {
  // No mail server begins TLS without EHLO: that has no name, which is like no other.
  const names = keysOf(clientName);
  return deliveries.some((delivery) => keysOf(delivery.clientName).some((key) => names.includes(key)));
}

/**
 * The first session of another address of its system, or of one that only called itself alike: a pool may fall back from another
 * address. A name makes nobody a member; it is a reason to be careful.
 */
export function firstOfItsSystem(
  { address, seen }: Party,
  system: ReadonlySet<string>,
  sessions: ByKey,
): number {
  const names = new Set(seen.map(({ clientName }) => clientName));
  const keys = new Set([...[...system].map(addressKey), ...[...names].flatMap(keysOf)]);
  const firsts = [...keys].map(
    (key) => sessions.get(key)?.find(({ clientAddress }) => clientAddress !== address)?.at ?? Infinity,
  );
  return Math.min(...firsts);
}

/** No name has such a key. */
function addressKey(address: string): string {
  return `@${address}`;
}

/** Two names are alike if they are the same, or under the same parent that has at least two labels. */
function keysOf(name: string | null): string[] {
  if (name === null) return [];
  const whole = withoutRootDot(name);
  const parent = whole.split('.').slice(1).join('.');
  return parent.includes('.') ? [`=${whole}`, `.${parent}`] : [`=${whole}`];
}
