import type { StoredState } from '../state/stored-state.js';
import { utc } from './utc.js';

type Event = StoredState['history'][number];

/** What a person is asked for in each run, for days maybe: told once, where it was first, with how often and when last. */
export function withRepetition(history: readonly Event[], { at, step, text }: Event): Event[] {
  const index = history.findLastIndex((one) => one.step === step && timesOf(one.text, text) > 0);
  const first = history[index];
  if (first === undefined) return [...history, { at, step, text }];
  const again = `${text}${noteOf(timesOf(first.text, text) + 1)}, the last time at ${utc(at)})`;
  return history.with(index, { ...first, text: again });
}

function noteOf(times: number): string {
  return ` (${times} times`;
}

/** How often the text was told by an event; 0 when that is about something else. */
function timesOf(told: string, text: string): number {
  if (told === text) return 1;
  if (!told.startsWith(`${text} (`)) return 0;
  const times = Number(/^\d+/.exec(told.slice(text.length + 2))?.[0] ?? 0);
  return told.startsWith(`${text}${noteOf(times)},`) ? times : 0;
}
