import { setMaxListeners } from 'node:events';

/**
 * Runs a task with a signal of its own, which fires after the time or together with the outer one.
 *
 * Not `AbortSignal.any` with `AbortSignal.timeout`: Node holds the latter weakly there and may collect it before it fires.
 */
export async function withDeadline<Result>(
  outer: AbortSignal,
  ms: number,
  task: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  // Every question and connection of a probe listens, and so does every probe: Node would take that for a leak.
  setMaxListeners(0, outer, controller.signal);
  const end = (): void => controller.abort();
  const timer = setTimeout(end, ms);
  outer.addEventListener('abort', end, { once: true });
  if (outer.aborted) end();
  try {
    return await task(controller.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', end);
  }
}
