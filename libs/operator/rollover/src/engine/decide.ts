/** What is to be done next, by what is stored and the time alone. */
import type { StoredState } from '../state/stored-state.js';
import { type RolloverStep, STEPS } from './step.js';
import { utc } from './utc.js';

export type Decision =
  | { readonly kind: 'do'; readonly step: RolloverStep }
  /** Milliseconds since the epoch. */
  | { readonly kind: 'wait'; readonly step: RolloverStep; readonly until: number }
  | { readonly kind: 'finish' };

/** A step that needs no change of DNS. */
const WITHOUT_DNS: readonly RolloverStep[] = ['prepare', 'switch', 'verify'];

export function stepsOf({ keepsRecords }: Pick<StoredState, 'keepsRecords'>): readonly RolloverStep[] {
  return keepsRecords ? WITHOUT_DNS : STEPS;
}

export function decide(state: StoredState, now: number): Decision {
  const step = stepsOf(state).find((one) => state.steps[one].doneAt === null);
  if (step === undefined) return { kind: 'finish' };
  if (step === 'retire') {
    const until = deleteNotBefore(state);
    if (until === null || now < until) return { kind: 'wait', step, until: until ?? now };
  }
  return { kind: 'do', step };
}

/** Two TTLs after the last moment at which a cache could take up a set without the next records (RFC 7671 §8.1). */
export function switchNotBefore({ seenAt, ttl }: StoredState): number | null {
  return seenAt === null ? null : seenAt + twice(ttl);
}

export function deleteNotBefore({ steps, ttl }: StoredState): number | null {
  return steps.verify.doneAt === null ? null : steps.verify.doneAt + twice(ttl);
}

/** From seconds to milliseconds. */
export function twice(ttl: number): number {
  return 2 * ttl * 1_000;
}

/** More than what two clocks of good machines differ by. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Waits are measured against stored times, so a clock that was set back would make them longer, and a wrong one wrong. */
export function clockFault(state: StoredState, now: number): string | null {
  const times = [
    ...Object.values(state.steps).flatMap(({ begunAt, doneAt }) => [begunAt, doneAt]),
    ...state.history.map(({ at, repeated }) => repeated?.lastAt ?? at),
    state.seenAt,
    state.finishedAt,
  ];
  const latest = Math.max(...times.map((time) => time ?? 0));
  if (latest - now <= CLOCK_TOLERANCE_MS) return null;
  return `this machine's clock says ${utc(now)}, which is behind what was recorded at ${utc(latest)}: set it right; nothing was changed`;
}
