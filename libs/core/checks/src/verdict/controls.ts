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
} from '#scenarios';
import { withoutRootDot } from '#text';

import { isRefusal, isSilentRefusal } from '../session-outcome.js';

import { type Delivered, deliveredOf, keysOf } from './delivered.js';
import { type Catalogue, type Party, isAt, isControlDelivery } from './servers.js';
import type { SeenObservation } from './verdict.js';

/** What it delivered, and how it behaves where it refuses and delivers as well. */
interface Habits extends Delivered {
  /** It refused a host without DANE and delivered there as well. */
  readonly changesMind: boolean;
  /** The longest time from a refusal to the delivery at the same control host. */
  readonly slowestFallbackMs: number;
}

export interface Controls extends Habits {
  /** By the name in EHLO, of those that delivered (`byName`). What went wrong where one must deliver counts against all of them. */
  readonly underName: ReadonlyMap<string, Habits>;
  /** What it refused before it was seen to deliver there counts for nothing. */
  readonly after: number;
  /** Where one must deliver, it refused at some time: by an alert or a hang-up, or silently in the handshake. */
  readonly refusedValid: boolean;
  readonly refusedValidSilently: boolean;
  /** It refused where one may deliver, whether one must or not. */
  readonly refusedControl: boolean;
  /** At hosts that must be refused, the sessions in which it went on all the same. */
  readonly accepted: readonly SeenObservation[];
  /** When it refused a control host where it delivers as well. */
  readonly refusedAt: readonly number[];
  /** What anybody delivered during a release: the refused message may have left the queue, through any server. */
  readonly released: readonly SeenObservation[];
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
  // Inside TLS without a certificate: the connection had been opened to another host.
  const wasForbidden =
    tls === null || (evidence.certificate !== null && !isReleaseCertificate(evidence.certificate));
  return reachedMail({ evidence }) && wasForbidden;
}

function reachedMail({ evidence }: Pick<SeenObservation, 'evidence'>): boolean {
  return ['mail', 'recipient', 'data'].some((stage) => stage === evidence?.reached);
}

function isDuringRelease({ kind, evidence }: SeenObservation): boolean {
  return kind === 'delivered' && isReleaseCertificate(evidence?.certificate);
}

/**
 * What all clients of a check did that may be of concern to each of its servers. By address and name (`keysOf`) and in the order of
 * time: with hundreds of servers, none of them looks through what all others did.
 */
export interface Surroundings {
  /** What went wrong where one must deliver, or may to an untrusted certificate, before a message was begun. */
  readonly troubles: ByKey;
  /** The refusals there. */
  readonly refusals: ByKey;
  readonly released: readonly SeenObservation[];
  /** When the check was. */
  readonly createdAt: number;
}

export type ByKey = ReadonlyMap<string, readonly SeenObservation[]>;

export function surroundingsOf(
  everybody: readonly Party[],
  catalogue: Catalogue,
  createdAt: number,
): Surroundings {
  const sessions = everybody.flatMap(({ seen }) => seen);
  const troubles = sessions
    .filter((seen) => isTrouble(seen, catalogue))
    .sort((one, other) => one.at - other.at);
  return {
    troubles: byKey(troubles),
    refusals: byKey(troubles.filter(isRefusal)),
    released: sessions.filter(isDuringRelease),
    createdAt,
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

/** Who begins a message inside TLS has accepted the certificate: what goes wrong then is no beginning of a fallback. */
function isTrouble(seen: SeenObservation, catalogue: Catalogue): boolean {
  return (
    seen.kind !== 'delivered' &&
    seen.kind !== 'tls-established' &&
    (seen.tls === null || !reachedMail(seen)) &&
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
  const deliversAt = ({ scenario }: SeenObservation): boolean =>
    deliveries.some((delivery) => delivery.scenario === scenario);
  const firstTrouble = Math.min(
    server.seen.find((seen) => isTrouble(seen, catalogue))?.at ?? Infinity,
    firstOfItsSystem(server, system, around.troubles),
  );
  const firstRefusal = firstOfItsSystem(server, system, around.refusals);
  const habitsUnder = (own: typeof deliveries, refused: typeof refusals): Habits => ({
    ...deliveredOf(own, firstTrouble, around.createdAt, catalogue),
    ...changesOfMind(own, refused, catalogue),
  });
  const habits = habitsUnder(deliveries, refusals);
  const { valid } = habits;
  const refusedUnder = byName(refusals);
  const firstDelivery = (scenario: string): number =>
    valid.find((seen) => seen.scenario === scenario)?.at ?? Infinity;
  return {
    ...habits,
    underName: new Map(
      [...byName(deliveries)].map(([name, own]) => [name, habitsUnder(own, refusedUnder.get(name) ?? [])]),
    ),
    after: Math.max(-Infinity, ...refusedValid.map(({ scenario }) => firstDelivery(scenario))),
    refusedValid:
      refusedValid.some(({ kind }) => kind === 'refused') ||
      valid.slice(0, 1).some(({ at }) => at >= firstRefusal),
    refusedValidSilently: refusedValid.some((seen) => isSilentRefusal(seen)),
    refusedControl: refusals.length > 0,
    accepted: server.seen.filter(
      (seen) =>
        isAt((scenario) => failsOnDelivery(scenario) && !isDowngrade(scenario), seen, catalogue) &&
        beganMail(seen) &&
        (deliveries.length === 0 || isUnderOneOf(habits.names, seen)),
    ),
    refusedAt: refusals.filter(deliversAt).map(({ at }) => at),
    released: around.released,
  };
}

/** What it refused and then delivered, at the same host. */
function changesOfMind(
  deliveries: readonly SeenObservation[],
  refusals: readonly SeenObservation[],
  catalogue: Catalogue,
): Pick<Habits, 'changesMind' | 'slowestFallbackMs'> {
  const fallbacks = refusals.flatMap((refusal) => {
    const next = deliveries.find(({ scenario, at }) => scenario === refusal.scenario && at >= refusal.at);
    return next === undefined ? [] : [{ refusal, ms: next.at - refusal.at }];
  });
  return {
    changesMind: fallbacks.some(({ refusal }) => !isAt(isValidControl, refusal, catalogue)),
    slowestFallbackMs: Math.max(0, ...fallbacks.map(({ ms }) => ms)),
  };
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

/**
 * Behind one address there may be more than the mail server: a laptop in the same office calls itself something else.
 *
 * @param names of those that delivered (`keysOfNames`)
 */
export function isUnderOneOf(names: ReadonlySet<string>, { clientName }: SeenObservation): boolean {
  // No mail server begins TLS without EHLO: that has no name, which is like no other.
  return keysOf(clientName).some((key) => names.has(key));
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
