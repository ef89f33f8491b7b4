import { setTimeout } from 'node:timers/promises';

/**
 * Does it at once and again and again, until the signal. The times are counted from the start, so that they do not drift;
 * those that pass while it is done are left out.
 *
 * @param work never rejects
 */
export async function every(ms: number, work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  while (!signal.aborted) {
    await work();
    const passed = performance.now() - began;
    const next = (Math.floor(passed / ms) + 1) * ms;
    await setTimeout(next - passed, undefined, { signal }).catch(() => undefined);
  }
}
