/** Many requests that arrive before the first of them is answered: what a limit has to withstand. */
import { setImmediate } from 'node:timers/promises';

/** What came of a burst. */
export interface BurstResult {
  /** How many got in. */
  readonly taken: number;
  /** How many places were taken when the burst was over, as whoever counts them says. */
  readonly held: number;
}

/** A limit of the product, and a burst against it. */
export interface Burst extends BurstResult {
  readonly limit: string;
  /** The file in which it is kept. */
  readonly where: string;
  /** Arrives with far more than fits. */
  readonly fire: () => Promise<BurstResult>;
}

/** Far more than any limit that is tried with as many. */
export const BURST = 250;

/** All of them, begun in the same turn of the event loop. */
export function simultaneously<T>(begin: (index: number) => T | Promise<T>, count = BURST): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => begin(index)));
}

/** How many were not refused with an error of that name. Other errors are passed on. */
export async function fulfilled(
  begin: (index: number) => Promise<unknown>,
  refusal: string,
  count = BURST,
): Promise<number> {
  const outcomes = await simultaneously(
    (index) =>
      begin(index).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Error && error.name === refusal) return false;
          throw error;
        },
      ),
    count,
  );
  return outcomes.filter(Boolean).length;
}

/** Polls; the time limit of the test bounds it. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await setImmediate();
}

/** An IPv4 address of a /24 of its own. */
export function strangerAddress(index: number): string {
  return `10.${index >> 8}.${index & 255}.1`;
}
