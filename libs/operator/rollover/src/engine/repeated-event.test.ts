import { describe, expect, it } from 'vitest';

import type { StoredEvent } from '../state/stored-state.js';
import { told, withRepetition } from './repeated-event.js';

const START = Date.UTC(2026, 4, 4, 3, 0, 0);
const MINUTE = 60_000;
const asked = (text: string, minutes: number) => ({
  at: START + minutes * MINUTE,
  step: 'propagate' as const,
  text: `asked you to publish ${text}`,
});

describe('withRepetition', () => {
  it('keeps once what is asked for again, with how often and when last', () => {
    const events = [asked('aa', 0), asked('bb', 0), asked('aa', 5), asked('bb', 5), asked('aa', 10)];
    const history = events.reduce<StoredEvent[]>(withRepetition, []);
    expect(history).toEqual([
      { ...asked('aa', 0), repeated: { times: 3, lastAt: START + 10 * MINUTE } },
      { ...asked('bb', 0), repeated: { times: 2, lastAt: START + 5 * MINUTE } },
    ]);
    expect(history.map(told)).toEqual([
      { ...asked('aa (3 times, the last time at 2026-05-04 03:10:00 UTC)', 0) },
      { ...asked('bb (2 times, the last time at 2026-05-04 03:05:00 UTC)', 0) },
    ]);
  });

  it('tells apart what was asked for in another step, or begins alike', () => {
    const before = [{ ...asked('aa', 0), step: 'publish' as const }, asked('aa and bb', 0)];
    const history = withRepetition(before, asked('aa', 5));
    expect(history).toEqual([...before, asked('aa', 5)]);
    expect(history.map(told)).toEqual(history);
  });
});
