import { RolloverError } from '../rollover-error.js';
import { fileJournal, storedIds } from '../state/journal.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import { checkedId } from '../state/state-paths.js';
import type { StoredState } from '../state/stored-state.js';
import { clockFault, decide, switchNotBefore } from './decide.js';
import { reportOf, type Standing } from './make-report.js';
import type { RolloverReport } from './rollover-report.js';
import { utc } from './utc.js';

export type StoredRollover =
  | {
      readonly kind: 'stored';
      readonly id: string;
      readonly options: RolloverOptions;
      readonly finished: boolean;
    }
  /** Its file cannot be used, as `reason` says in a line. */
  | { readonly kind: 'unreadable'; readonly id: string; readonly reason: string };

/**
 * Where a rollover stands by what is stored; null when nothing is. Takes no lock, asks nobody and writes nothing.
 *
 * @param now milliseconds since the epoch
 * @throws RolloverError when the file cannot be read
 */
export async function rolloverStatus(
  id: string,
  stateDir: string,
  now: number,
): Promise<RolloverReport | null> {
  const state = await fileJournal(stateDir, checkedId(id)).read();
  return state === null ? null : statusOf(state, now);
}

export function statusOf(state: StoredState, now: number): RolloverReport {
  return reportOf(state, troubled(state) ?? storedStanding(state, now), now);
}

function troubled({ trouble, finishedAt }: StoredState): Standing | null {
  if (trouble === null || finishedAt !== null) return null;
  return { state: 'blocked', waitUntil: null, reason: `${trouble.reason} (since ${utc(trouble.since)})` };
}

/** Every rollover of the directory, by name; none when there is no such directory. One file that is damaged hides no other. */
export async function storedRollovers(stateDir: string): Promise<readonly StoredRollover[]> {
  const found: StoredRollover[] = [];
  for (const id of await storedIds(stateDir)) {
    const one = await storedRollover(stateDir, id);
    if (one !== null) found.push(one);
  }
  return found;
}

async function storedRollover(stateDir: string, id: string): Promise<StoredRollover | null> {
  try {
    const state = await fileJournal(stateDir, id).read();
    if (state === null) return null;
    if (state.id !== id) throw new RolloverError(`The state of ${id} is that of ${state.id}`);
    return { kind: 'stored', id, options: state.options, finished: state.finishedAt !== null };
  } catch (error) {
    if (error instanceof RolloverError) return { kind: 'unreadable', id, reason: error.message };
    throw error;
  }
}

/** By what is stored alone: whether all is as it was then, only a run finds out. */
export function storedStanding(state: StoredState, now: number): Standing {
  const fault = clockFault(state, now);
  if (fault !== null) return { state: 'blocked', waitUntil: null, reason: fault };
  const decision = state.finishedAt === null ? decide(state, now) : null;
  if (decision === null) return { state: 'finished', waitUntil: null, reason: null };
  if (decision.kind === 'wait') return waiting(decision.until);
  const opensAt = switchNotBefore(state);
  if (decision.kind === 'do' && decision.step === 'propagate' && opensAt !== null && now < opensAt) {
    return waiting(opensAt);
  }
  return { state: 'ready', waitUntil: null, reason: null };
}

function waiting(waitUntil: number): Standing {
  return { state: 'waiting', waitUntil, reason: null };
}
