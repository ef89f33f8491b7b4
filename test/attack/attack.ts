/** What every attack of the suite is, and how it says that the product did not stand it. */
import type { Results } from './results.js';
import type { World, WorldOptions } from './world.js';

export interface Place {
  /** The whole attack, or the part that runs with every `npm test`. */
  readonly fast: boolean;
  /** A directory of this attack's own. */
  readonly directory: string;
  /** An installation with a new store; it is stopped when the attack is over. */
  readonly world: (options?: WorldOptions) => Promise<World>;
  /** Cleans up after the installations are stopped, however the attack ends. */
  readonly atEnd: (work: () => Promise<unknown>) => void;
}

export interface Attack {
  readonly number: number;
  readonly title: string;
  /** Whether it is short and cheap enough for every `npm test`. */
  readonly inFastPart: boolean;
  /** Resolves to the figures; rejects with a Defeat when the product did not stand it. */
  run(place: Place): Promise<Results>;
}

/** The product did not stand the attack. */
export class Defeat extends Error {
  override readonly name = 'Defeat';
}

export function demand(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Defeat(otherwise);
}

/** The same numbers in every run: xorshift32. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

export async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}

/** Runs the tasks with at most `width` at a time. */
export async function inTurns(
  count: number,
  width: number,
  task: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  await inParallel(Math.min(width, count), async () => {
    while (next < count) await task(next++);
  });
}
