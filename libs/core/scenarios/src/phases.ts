/**
 * What changes by the clock. The names of policies are fixed and shared by all checks, so a policy that is replaced or withdrawn
 * alternates between two phases of six hours, at the same times for everybody: from 0 and 12 o'clock UTC the first, from 6 and 18 the
 * second. A policy that was fetched in a first phase may be applied until `POLICY_OUTLASTS_MS` after the second began, and no longer:
 * so a refusal in a first phase shows that the server then had a policy, and until when it has it.
 */
export const PHASE_MS = 6 * 3_600_000;
const POLICY_OUTLASTS_MS = 4 * 3_600_000;
/** Until old answers of DNS have expired, and senders may ask again for what they did not get (RFC 8461 §3.3: five minutes). */
const SETTLES_MS = 45 * 60_000;
/** What clocks and connections may differ by. */
const MARGIN_MS = 5 * 60_000;

/** `_mta-sts` records that change, in seconds. */
export const PHASE_TTL = 60;

export const PHASES = ['first', 'second'] as const;
export type PhaseName = (typeof PHASES)[number];

export interface Phase {
  readonly name: PhaseName;
  /** Milliseconds since the epoch. */
  readonly begins: number;
  readonly ends: number;
}

export function phaseAt(at: number): Phase {
  const index = Math.floor(at / PHASE_MS);
  const name = index % 2 === 0 ? 'first' : 'second';
  return { name, begins: index * PHASE_MS, ends: (index + 1) * PHASE_MS };
}

/** Whether everybody sees the phase of that moment. */
export function isSettled(at: number): boolean {
  return at - phaseAt(at).begins >= SETTLES_MS;
}

/** When the phase of that moment, or the next one, is settled. */
export function settlesAt(at: number): number {
  const { begins, ends } = phaseAt(at);
  return (isSettled(at) ? ends : begins) + SETTLES_MS;
}

/** Whether a session at that moment was in a first phase, and not at its edge. */
export function isInFirst(at: number): boolean {
  const { name, begins, ends } = phaseAt(at);
  return name === 'first' && at - begins >= MARGIN_MS && ends - at >= MARGIN_MS;
}

/** Until when sessions are in the first phase that ends then, and not at its edge. */
export function firstUntil(ends: number): number {
  return ends - MARGIN_MS;
}

/** Where what is judged of a pair of phases begins and ends, in milliseconds since the first began. */
export const JUDGED_EDGES_MS: readonly number[] = [
  MARGIN_MS,
  PHASE_MS - MARGIN_MS,
  PHASE_MS + SETTLES_MS,
  PHASE_MS + POLICY_OUTLASTS_MS - MARGIN_MS,
];

/** Of a pair of phases, the second of which began or begins at `changesAt`. */
export interface SecondPhase {
  readonly changesAt: number;
  /** In between, a policy of the first phase can still be applied, and everybody sees the second. */
  readonly from: number;
  readonly until: number;
  /** When the policies of the first phase end. */
  readonly policyEndsAt: number;
}

/** The second phase that belongs to the first of that moment, or the one that the moment is in. */
export function secondPhaseOf(at: number): SecondPhase {
  const { name, begins, ends } = phaseAt(at);
  const changesAt = name === 'first' ? ends : begins;
  const policyEndsAt = changesAt + POLICY_OUTLASTS_MS;
  return { changesAt, from: changesAt + SETTLES_MS, until: policyEndsAt - MARGIN_MS, policyEndsAt };
}
