import type { RolloverReport } from '#rollover';

import { EXIT } from '../../exit-codes.js';

/** Of all rollovers together: what is wrong anywhere goes first. */
export function exitCodeOf(reports: readonly RolloverReport[]): number {
  const states = reports.map(({ state }) => state);
  if (states.includes('blocked')) return EXIT.wrong;
  return states.includes('locked') ? EXIT.unknown : EXIT.ok;
}
