import type { RolloverReport } from '#rollover';

/** Something is wrong, and a person has to look. */
export const BLOCKED = 1;
/** Another run is at work. */
const LOCKED = 3;

/** Of all rollovers together: what is wrong anywhere goes first. */
export function exitCodeOf(reports: readonly RolloverReport[]): number {
  const states = reports.map(({ state }) => state);
  if (states.includes('blocked')) return BLOCKED;
  return states.includes('locked') ? LOCKED : 0;
}
