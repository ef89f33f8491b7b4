import { readMemory } from '#process';

/** What docker-compose.yml gives the main thread of the API. */
const COMPOSE_HEAP_MIB = 180;

/** With more than that many times as much, a core is what is short. */
const MOST = 4;

/** How many are admitted in all, of which so many fit into the heap of the Compose file: in proportion where it is larger. */
export function inProportion(count: number, heapMiB = readMemory().heapMiB): number {
  return Math.round(count * Math.min(MOST, Math.max(1, heapMiB / COMPOSE_HEAP_MIB)));
}
