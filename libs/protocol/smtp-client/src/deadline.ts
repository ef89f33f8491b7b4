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
  const timer = startTimeout(end, ms);
  outer.addEventListener('abort', end, { once: true });
  if (outer.aborted) end();
  try {
    return await task(controller.signal);
  } finally {
    timer.stop();
    outer.removeEventListener('abort', end);
  }
}

/**
 * Calls back when the time is over, and what has arrived by then was read: a process that was held up sees its timers
 * first.
 */
export function startTimeout(onTimeUp: () => void, ms: number): { stop(): void } {
  let last: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => (last = setImmediate(onTimeUp)), ms);
  return {
    stop: () => {
      clearTimeout(timer);
      clearImmediate(last);
    },
  };
}
