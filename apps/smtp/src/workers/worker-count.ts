import { availableParallelism } from 'node:os';

import { type Memory, readMemory } from '#process';

/** What a receiver takes beside its heap: buffers, TLS, the driver of the store. */
const BESIDE_HEAP_MIB = 128;

/** How many receivers there are when nothing else is asked for: one core is for the rest, and each must fit into the container. */
export function workerCount(
  asked: number | undefined,
  { heapMiB, containerMiB }: Memory = readMemory(),
  cores = availableParallelism(),
): number {
  if (asked !== undefined) return asked;
  const fitting = containerMiB === null ? Infinity : Math.floor(containerMiB / (heapMiB + BESIDE_HEAP_MIB));
  return Math.max(1, Math.min(cores - 1, fitting));
}
