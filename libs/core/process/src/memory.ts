/**
 * What memory a process has. The Compose file gives at most half of a container's to the heap of the main thread; the rest is
 * for threads, each with a heap of its own, and for what is in no heap: buffers, TLS, SQLite.
 */
import { totalmem } from 'node:os';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import type { ResourceLimits } from 'node:worker_threads';

export interface Memory {
  /** Of the main thread. */
  readonly heapMiB: number;
  /** The limit of the container; null where there is none. */
  readonly containerMiB: number | null;
}

const MIB = 1024 * 1024;

/** The part of a container's memory that all heaps may have together. */
const HEAPS_SHARE = 13 / 16;

/** Enough for what a thread parses, without a container. */
const MOST_THREAD_MIB = 192;
/** It has to load its modules, and to parse a report or mail as large as any may be: the tests of the parsers have this much. */
export const LEAST_THREAD_MIB = 96;

/** What a thread has beside it, for new objects. */
export const YOUNG_MIB = 16;

/**
 * So much, in percent of what lives, comes together before V8 goes through the whole heap. By itself it waits only until that takes
 * 3 % of the main thread, while its other threads take a sixth of a session of the receiver, and hold up the API, which has thousands
 * of connections to go through, for half a second on one core. The limit of the heap holds as before.
 */
export function collectSeldom(): void {
  setFlagsFromString('--heap-growing-percent=200');
}

export function readMemory(): Memory {
  // Without a limit it is unknown, 0, or more than there is.
  const limit = (process.constrainedMemory as typeof process.constrainedMemory | undefined)?.() ?? 0;
  return {
    heapMiB: Math.round(getHeapStatistics().heap_size_limit / MIB),
    containerMiB: limit > 0 && limit < totalmem() ? Math.round(limit / MIB) : null,
  };
}

/** The heap that each of so many threads may have, for old objects: none of what they parse may end the process. */
export function threadHeapMiB(threads: number, { heapMiB, containerMiB }: Memory = readMemory()): number {
  if (containerMiB === null) return MOST_THREAD_MIB;
  const share = Math.floor((containerMiB * HEAPS_SHARE - heapMiB) / threads) - YOUNG_MIB;
  return Math.min(MOST_THREAD_MIB, Math.max(LEAST_THREAD_MIB, share));
}

/**
 * The limits of each of so many threads. For V8 --max-old-space-size comes before them, in every thread; so it is taken back. The
 * heap of the main thread has been made with it, and keeps it.
 */
export function limitThreads(threads: number): ResourceLimits {
  setFlagsFromString('--max-old-space-size=0');
  return { maxOldGenerationSizeMb: threadHeapMiB(threads), maxYoungGenerationSizeMb: YOUNG_MIB };
}

/** Whether all heaps fit into the container, when each is full. */
export function fits(threads: number, memory: Memory): boolean {
  if (memory.containerMiB === null) return true;
  const inThreads = threads === 0 ? 0 : threads * (threadHeapMiB(threads, memory) + YOUNG_MIB);
  return memory.heapMiB + inThreads <= memory.containerMiB;
}
