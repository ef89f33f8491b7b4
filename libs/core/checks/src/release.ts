/**
 * The release of a check: a sender that rightly refused keeps the message queued, and there it stays. Once the refusal is
 * proven, the receiver presents the spare certificate to the host name of that check, which one of the TLSA records
 * describes: the retry is delivered, and shows that the sender defers and retries. Nothing has to happen at that moment:
 * whether a check is released follows from two times and the clock.
 *
 * The classic address form has no host name of its own, so it cannot be released: every check would be.
 */
import { findScenario } from '#scenarios';

import type { NewObservation, Observation } from './observation.js';

/** What decides about the release, in milliseconds since the epoch. */
export interface ReleaseFacts {
  /** When a refusal was first proven exactly; null before that. */
  readonly refusedAt: number | null;
  /** When somebody asked for the release; null when nobody did. */
  readonly releaseRequestedAt: number | null;
}

/** Of a check that has just been made. */
export const NOT_REFUSED: ReleaseFacts = { refusedAt: null, releaseRequestedAt: null };

/**
 * - `not-yet`: no refusal is proven.
 * - `unavailable`: one was seen, but at a host that all checks share (classic address form).
 * - `possible`: proven; the message stays queued until the release.
 * - `released`: the retry gets through; we wait for it.
 * - `delivered`: it got through.
 */
export const RELEASE_STATES = ['not-yet', 'unavailable', 'possible', 'released', 'delivered'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

export interface Release {
  readonly state: ReleaseState;
  /**
   * `possible`: when it is released without being asked for, null = never. `released`: since when. `delivered`: when that
   * happened. Null in the other states.
   */
  readonly at: number | null;
}

/**
 * When the check is released, as far as is known: a time to come, one that is past, or null.
 *
 * @param afterMs how long after the refusal that happens by itself; null = never
 */
export function releaseTime(
  { refusedAt, releaseRequestedAt }: ReleaseFacts,
  afterMs: number | null,
): number | null {
  if (refusedAt === null) return null;
  const byItself = afterMs === null ? null : refusedAt + afterMs;
  if (byItself === null || releaseRequestedAt === null) return byItself ?? releaseRequestedAt;
  return Math.min(byItself, releaseRequestedAt);
}

export function isReleased(facts: ReleaseFacts, afterMs: number | null, now: number): boolean {
  const time = releaseTime(facts, afterMs);
  return time !== null && now >= time;
}

/** Where the release of a check stands. */
export function releaseOf(
  facts: ReleaseFacts,
  observations: readonly Observation[],
  afterMs: number | null,
  now: number,
): Release {
  const delivery = observations.find(wasLetThrough);
  if (delivery !== undefined) return { state: 'delivered', at: delivery.at };
  if (facts.refusedAt === null) {
    const refused = observations.some(({ kind, scenario }) => kind === 'refused' && mustRefuse(scenario));
    return { state: refused ? 'unavailable' : 'not-yet', at: null };
  }
  const at = releaseTime(facts, afterMs);
  return { state: at !== null && now >= at ? 'released' : 'possible', at };
}

/** Whether the observation proves, for the check that it names, that the sender refuses where it must. */
export function provesRefusal({ kind, token, scenario }: NewObservation): boolean {
  return kind === 'refused' && token !== null && mustRefuse(scenario);
}

/** Whether it is the delivery that a release is for: conforming, because a TLSA record describes the spare. */
export function wasLetThrough({
  kind,
  scenario,
  tls,
  evidence,
}: Pick<Observation, 'kind' | 'scenario' | 'tls' | 'evidence'>): boolean {
  return kind === 'delivered' && tls !== null && evidence?.certificate === 'spare' && mustRefuse(scenario);
}

/** Whether a check has a host name at that scenario to which the spare can be presented. */
export function mustRefuse(scenario: string): boolean {
  return findScenario(scenario)?.expected === 'refused';
}
