/** Which rollover is meant: the one that is under way, or a new one. */
import { isDeepStrictEqual } from 'node:util';

import type { RolloverOptions } from '../state/rollover-options.js';
import type { StoredState } from '../state/stored-state.js';
import { utc } from './utc.js';

export type Request =
  | { readonly kind: 'continue'; readonly state: StoredState }
  | { readonly kind: 'begin'; readonly options: RolloverOptions }
  | { readonly kind: 'none'; readonly finished: StoredState | null }
  /** One line; nothing was changed. */
  | { readonly kind: 'refused'; readonly reason: string };

/** @param options null: nothing new is to begin */
export function requestOf(options: RolloverOptions | null, stored: StoredState | null): Request {
  if (stored === null)
    return options === null ? { kind: 'none', finished: null } : { kind: 'begin', options };
  if (stored.finishedAt !== null) {
    return options === null ? { kind: 'none', finished: stored } : { kind: 'begin', options };
  }
  // Nothing is published before the preparation has ended: it can be had anew, and with other options.
  if (stored.steps.prepare.doneAt === null) return { kind: 'begin', options: options ?? stored.options };
  if (options !== null && !isDeepStrictEqual(options, stored.options)) {
    return { kind: 'refused', reason: otherOptions(stored) };
  }
  return { kind: 'continue', state: stored };
}

function otherOptions({ id, steps }: StoredState): string {
  const since = steps.prepare.begunAt === null ? '' : ` since ${utc(steps.prepare.begunAt)}`;
  return `a rollover of ${id} with other options is under way${since}: let it finish first (run without options goes on with it); nothing was changed`;
}
