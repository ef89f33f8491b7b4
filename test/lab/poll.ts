import { setTimeout as delay } from 'node:timers/promises';

import { LabError } from './lab-error.js';

/** For what never comes; whatever does may take its time on a busy machine. */
export const PATIENCE_MS = 300_000;

/** What was waited for did not come in time. */
export class WaitedInVainError extends LabError {
  override readonly name = 'WaitedInVainError';
}

export interface PollOptions {
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
}

/**
 * Asks again and again until the answer is not undefined.
 *
 * @param what ends the sentence "Waited in vain for …"
 * @throws WaitedInVainError after the timeout, with the error of the last attempt as its cause
 */
export async function waitUntil<T>(
  what: string | (() => string),
  attempt: () => Promise<T | undefined> | T | undefined,
  { timeoutMs = PATIENCE_MS, intervalMs = 100 }: PollOptions = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const answer = await attempt();
      if (answer !== undefined) return answer;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadline) {
      const sought = typeof what === 'string' ? what : what();
      throw new WaitedInVainError(`Waited ${timeoutMs / 1000} s in vain for ${sought}`, { cause });
    }
    await delay(intervalMs);
  }
}
