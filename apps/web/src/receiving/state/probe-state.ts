import type { ProbeBody } from '#contracts';

import { liveReducer } from '../../shared/state/live-state.js';

/** Steps are only ever added until the end, so an answer with fewer of them was overtaken. */
export const reduceProbe = liveReducer<ProbeBody>({
  isOlder: (next, shown) =>
    next.id === shown.id && !hasEnded(next) && (hasEnded(shown) || next.steps.length < shown.steps.length),
  // Another API than the one that runs it shows it without its steps.
  startsOver: false,
  hasEnded,
});

/** Nothing changes any more. */
export function hasEnded({ state }: ProbeBody): boolean {
  return state === 'done' || state === 'failed';
}
