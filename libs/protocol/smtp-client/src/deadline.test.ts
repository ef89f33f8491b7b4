import { describe, expect, it } from 'vitest';

import { withDeadline } from './deadline.js';

/** Ends when the signal fires. */
function untilAborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('ended');
    signal.addEventListener('abort', () => resolve('ended'));
  });
}

describe('withDeadline', () => {
  it('ends the task after the time', async () => {
    expect(await withDeadline(new AbortController().signal, 1, untilAborted)).toBe('ended');
  });

  it('ends the task with the outer signal, whether that fires later or has fired', async () => {
    const controller = new AbortController();
    const task = withDeadline(controller.signal, 60_000, untilAborted);
    controller.abort();
    expect(await task).toBe('ended');
    expect(await withDeadline(controller.signal, 60_000, untilAborted)).toBe('ended');
  });
});
