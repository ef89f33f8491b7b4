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
  if (options === null) return { kind: 'continue', state: stored };
  const differing = fixedOptionsThatDiffer(options, stored.options);
  return differing.length > 0
    ? { kind: 'refused', reason: otherOptions(stored, differing) }
    : { kind: 'continue', state: { ...stored, options } };
}

/**
 * What was published, and what for, depends on these. The others may be corrected on the way: a reload command that fails shows
 * only when it is run.
 */
function fixedOptionsThatDiffer(options: RolloverOptions, stored: RolloverOptions): string[] {
  const [given, remembered] = [fixedOptions(options), fixedOptions(stored)];
  return Object.keys({ ...remembered, ...given })
    .filter((name) => !isDeepStrictEqual(given[name], remembered[name]))
    .map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
}

function fixedOptions({
  target,
  ttl,
}: Pick<RolloverOptions, 'target' | 'ttl'>): Readonly<Record<string, unknown>> {
  if (target.kind === 'appliance') return { appliance: target.domain, ttl };
  const { kind: _, reload: _reload, ports: port, ...others } = target;
  return { ...others, port, ttl };
}

function otherOptions({ id, steps }: StoredState, differing: readonly string[]): string {
  const since = steps.prepare.begunAt === null ? '' : ` since ${utc(steps.prepare.begunAt)}`;
  return `a rollover of ${id} is under way${since}, with another ${differing.join(', ')}: let it finish first (run without options continues it); nothing was changed`;
}
