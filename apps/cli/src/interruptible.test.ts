import { setTimeout as pause } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { interruptible } from './interruptible.js';

it.each(['SIGINT', 'SIGTERM'] as const)('%s ends the work after its cleaning up', async (name) => {
  const before = process.listenerCount(name);
  const done: string[] = [];
  const work = interruptible(async (signal) => {
    try {
      await pause(60_000, undefined, { signal });
    } finally {
      done.push('cleaned up');
    }
  });
  process.emit(name, name);
  await expect(work).rejects.toThrow(/^Interrupted\.$/);
  expect(done).toEqual(['cleaned up']);
  expect(process.listenerCount(name)).toBe(before);
});

it('passes results and errors on', async () => {
  expect(await interruptible(() => Promise.resolve(1))).toBe(1);
  await expect(interruptible(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
