/** Waiting as long as a machine may take on which much else is going on: what is measured here is not speed. */
import { waitUntil as waitedFor } from '../lab/poll.js';

export function waitUntil<T>(
  what: string,
  attempt: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  return waitedFor(what, attempt, { timeoutMs: 120_000, intervalMs: 50 });
}
