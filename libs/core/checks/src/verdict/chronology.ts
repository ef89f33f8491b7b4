/**
 * The order in which the verdict reads observations: by their times alone. The ids, which say when they were stored, must not
 * matter. Where times are equal, any fixed order of the contents will do: what decides compares times strictly.
 */
import type { SeenObservation } from './verdict.js';

export function inOrder(observations: readonly SeenObservation[]): SeenObservation[] {
  return [...observations].sort(
    (one, other) =>
      one.at - other.at ||
      compare(one.clientAddress, other.clientAddress) ||
      compare(one.scenario, other.scenario) ||
      compare(one.kind, other.kind) ||
      compare(contentsOf(one), contentsOf(other)),
  );
}

/** In their order, by the scenario. */
export function byScenario(
  observations: readonly SeenObservation[],
): ReadonlyMap<string, readonly SeenObservation[]> {
  const groups = new Map<string, SeenObservation[]>();
  for (const seen of observations) {
    const group = groups.get(seen.scenario);
    if (group === undefined) groups.set(seen.scenario, [seen]);
    else group.push(seen);
  }
  return groups;
}

function contentsOf({ id: _id, ...contents }: SeenObservation): string {
  return JSON.stringify(contents);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
