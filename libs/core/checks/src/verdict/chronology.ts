/**
 * The order in which the verdict reads observations: by their times alone. The ids, which say when they were stored, must not
 * matter. Where times are equal, any fixed order of the contents will do: what decides compares times strictly.
 */
import type { SeenObservation } from './verdict.js';

export function inOrder(observations: readonly SeenObservation[]): SeenObservation[] {
  return [...observations].sort((one, other) => one.at - other.at || compare(keyOf(one), keyOf(other)));
}

function keyOf({ id: _id, ...contents }: SeenObservation): string {
  return JSON.stringify([contents.clientAddress, contents.scenario, contents.kind, contents]);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
