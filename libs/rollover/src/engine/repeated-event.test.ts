import { describe, expect, it } from 'vitest';

import { withRepetition } from './repeated-event.js';

const START = Date.UTC(2026, 4, 4, 3, 0, 0);
const MINUTE = 60_000;
const asked = (text: string, minutes: number) => ({
  at: START + minutes * MINUTE,
  step: 'propagate' as const,
  text: `asked you to publish ${text}`,
});

describe('withRepetition', () => {
  it('tells once what is asked for again, with how often and when last', () => {
    const events = [asked('3 1 1 aa', 0), asked('3 1 1 bb', 0), asked('3 1 1 aa', 5), asked('3 1 1 bb', 5)];
    const history = [...events, asked('3 1 1 aa', 10)].reduce<readonly (typeof events)[number][]>(
      (before, event) => withRepetition(before, event) as typeof events,
      [],
    );
    expect(history).toEqual([
      {
        ...asked('3 1 1 aa', 0),
        text: 'asked you to publish 3 1 1 aa (3 times, the last time at 2026-05-04 03:10:00 UTC)',
      },
      {
        ...asked('3 1 1 bb', 0),
        text: 'asked you to publish 3 1 1 bb (2 times, the last time at 2026-05-04 03:05:00 UTC)',
      },
    ]);
  });

  it('tells apart what was asked for in another step, or begins alike', () => {
    const before = [{ ...asked('3 1 1 aa', 0), step: 'publish' as const }, asked('3 1 1 aa (2) or so', 0)];
    expect(withRepetition(before, asked('3 1 1 aa', 5))).toEqual([...before, asked('3 1 1 aa', 5)]);
  });
});
