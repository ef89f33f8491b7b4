/**
 * What a server delivered where one may, and how soon: a sender that verifies first and falls back later delivers there, too, but not
 * in its first attempt. What failed in an attempt that we did not see shows only in how long the message had waited.
 */
import { isLaxControl, isValidControl, measures } from '#scenarios';
import { withoutRootDot } from '#text';

import { type Catalogue, isAt } from './servers.js';
import { domainOf, namesNoHost, openedToOther } from './session-host.js';
import type { SeenObservation } from './verdict.js';

/**
 * The messages to all hosts of a check are tried within this time, if nothing goes wrong but that an address cannot be reached: Postfix
 * waits 30 seconds for it, and then takes the next.
 */
export const ONE_ATTEMPT_MS = 33_000;

export interface Delivered {
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
  /** The longest that one of them had waited: a sender that falls back may take so long. */
  readonly longestWaitMs: number;
  /** Some of `valid` did not name the host in TLS, as every sender with DANE does (RFC 7672 §8.1), or with MTA-STS (RFC 8461 §7.1). */
  readonly isNameless: boolean;
  /** The names in EHLO of `deliveries` (`keysOfNames`). */
  readonly names: ReadonlySet<string>;
}

/** @param firstTrouble when something first went wrong there, @param createdAt of the check */
export function deliveredOf(
  deliveries: readonly SeenObservation[],
  firstTrouble: number,
  createdAt: number,
  catalogue: Catalogue,
): Delivered {
  const own = deliveries.filter((seen) => seen.tls !== null && openedToOther(seen, catalogue) === null);
  const valid = own.filter((seen) => isAt(isValidControl, seen, catalogue));
  const lax = own.filter((seen) => isAt(isLaxControl, seen, catalogue));
  const aheadMs = Math.max(0, ...deliveries.map(aheadBy));
  const waitOf = (seen: SeenObservation): number => waitedMs(seen, aheadMs, createdAt);
  const isFirstAttempt = (seen: SeenObservation): boolean => waitOf(seen) <= ONE_ATTEMPT_MS;
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
    longestWaitMs: Math.max(0, ...[...valid, ...lax].map(waitOf)),
    isNameless: valid.some(namesNoHost),
    names: keysOfNames(deliveries),
  };
}

/** By how much the clock of the sender is ahead, at least: no message comes before it was queued. */
function aheadBy({ at, evidence }: SeenObservation): number {
  return (evidence?.timing?.queuedAt ?? at) - at;
}

/**
 * How long a message may have waited when the client connected for it: what it says, by a clock that is not seen to be wrong, or since
 * its check was created. No message is older than that, but others may be for whom a connection to a shared host was opened.
 */
export function waitedMs(
  { scenario, tls, evidence }: SeenObservation,
  aheadMs = 0,
  createdAt = -Infinity,
): number {
  const timing = evidence?.timing ?? null;
  // What was recorded before it was known.
  if (timing?.queuedAt === undefined) return 0;
  const { queuedAt, connectedAt } = timing;
  const host = domainOf(evidence?.recipient ?? null) ?? '';
  const isOwnHost = withoutRootDot(tls?.serverName ?? '') === host && !host.startsWith(`${scenario}.`);
  const isSince = isOwnHost && connectedAt >= createdAt;
  const isSaid = queuedAt !== null && aheadMs <= ONE_ATTEMPT_MS;
  return Math.min(
    isSaid ? connectedAt - queuedAt + aheadMs : Infinity,
    isSince ? connectedAt - createdAt : Infinity,
  );
}

/** What the names in EHLO are alike by. */
export function keysOfNames(sessions: readonly SeenObservation[]): ReadonlySet<string> {
  return new Set(sessions.flatMap(({ clientName }) => keysOf(clientName)));
}

/** Two names are alike if they are the same, or under the same parent that has at least two labels; an address has no parent. */
export function keysOf(name: string | null): string[] {
  if (name === null) return [];
  const whole = withoutRootDot(name);
  const parent = whole.startsWith('[') ? '' : whole.split('.').slice(1).join('.');
  return parent.includes('.') ? [`=${whole}`, `.${parent}`] : [`=${whole}`];
}
