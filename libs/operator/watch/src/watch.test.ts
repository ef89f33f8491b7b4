import { expect, it } from 'vitest';

import { delayUntilNext, every } from './watch.js';

it.each([
  [0, 15],
  [2, 13],
  [14.5, 0.5],
  [15, 15],
  [40, 5],
])('delayUntilNext, every 15 and after %d, is %d', (passed, delay) => {
  expect(delayUntilNext(15, passed)).toBe(delay);
});

it('every, ends with the work during which the end was asked for, or at once while it waits', async () => {
  const ending = new AbortController();
  let count = 0;
  const work = async (): Promise<void> => {
    count += 1;
    if (count === 3) ending.abort();
  };
  await every(1, work, ending.signal);
  expect(count).toBe(3);

  const waiting = new AbortController();
  const done = every(3_600_000, () => Promise.resolve(), waiting.signal);
  setImmediate(() => waiting.abort());
  await done;
});
