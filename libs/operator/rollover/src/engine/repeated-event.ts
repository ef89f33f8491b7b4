/** What a person is asked for in each run, for days maybe: it is told once, with how often and when last. */
import type { StoredEvent } from '../state/stored-state.js';
import type { RolloverReport } from './rollover-report.js';
import { utc } from './utc.js';

/** Stays where it was first. */
export function withRepetition(
  history: readonly StoredEvent[],
  { at, step, text }: Pick<StoredEvent, 'at' | 'step' | 'text'>,
): StoredEvent[] {
  const index = history.findLastIndex((event) => event.step === step && event.text === text);
  const first = history[index];
  if (first === undefined) return [...history, { at, step, text }];
  const times = (first.repeated?.times ?? 1) + 1;
  return history.with(index, { ...first, repeated: { times, lastAt: at } });
}

/** For people. */
export function told({ at, step, text, repeated }: StoredEvent): RolloverReport['history'][number] {
  if (repeated === undefined) return { at, step, text };
  const { times, lastAt } = repeated;
  return { at, step, text: `${text} (${times} times, the last time at ${utc(lastAt)})` };
}
