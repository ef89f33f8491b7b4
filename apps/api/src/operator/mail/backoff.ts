const MINUTE_MS = 60_000;
const LONGEST_MS = 4 * 60 * MINUTE_MS;

/** With the waits between them these are five days, as long as a mail server tries (RFC 5321 §4.5.4.1). */
export const MAX_ATTEMPTS = 36;

/** How long to wait after so many attempts: a minute, then twice as long each time, at most four hours. */
export function backoffMs(attempts: number): number {
  return Math.min(MINUTE_MS * 2 ** Math.min(attempts - 1, 30), LONGEST_MS);
}
