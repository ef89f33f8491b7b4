import { setTimeout } from 'node:timers/promises';

/**
 * Does it at once and again and again, until the signal. The times are counted from the start, so that they do not drift.
 *
 * @param work never rejects
 */
export async function every(ms: number, work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  while (!signal.aborted) {
    await work();
    await setTimeout(delayUntilNext(ms, performance.now() - began), undefined, { signal }).catch(
      () => undefined,
    );
  }
}

/** Times that passed while it was done are left out. */
export function delayUntilNext(everyMs: number, passedMs: number): number {
  return (Math.floor(passedMs / everyMs) + 1) * everyMs - passedMs;
}
