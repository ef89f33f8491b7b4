/** Whether what was seen is what was expected: from the verdict of the server to the answer of the command. */
import { decidesAtFirst, findScenario } from '#scenarios';

import type { FollowedCheck, FollowedResult, FollowedServer } from '../check-client.js';

/**
 * - `met`: the expected outcome, proven.
 * - `likely`: the expected outcome, not proven for every server.
 * - `missed`: another outcome, proven.
 * - `open`: not enough was seen.
 */
export type Judgement = 'met' | 'likely' | 'missed' | 'open';

export interface Expectation {
  readonly expect: string;
  /** Codes of verdicts that are as good, and ids of scenarios whose failure does not count. */
  readonly allow: readonly string[];
}

export function judgementOf({ verdict, ...check }: FollowedCheck, { expect, allow }: Expectation): Judgement {
  if (allow.includes(verdict.code)) return 'met';
  if (verdict.outcome === expect) return verdict.provisional ? 'likely' : 'met';
  const isDecided = verdict.outcome !== 'waiting' && verdict.outcome !== 'inconclusive';
  if (!isDecided || verdict.provisional) return 'open';
  if (expect !== 'enforces' || !check.servers.every((server) => failuresOf(server, allow).length === 0)) {
    return 'missed';
  }
  // Nothing failed but what is allowed. That is a pass only where each server is proven to refuse somewhere else.
  return check.servers.length > 0 && check.servers.every((server) => hasRefused(server, check, allow))
    ? 'met'
    : 'open';
}

/** The results that decide against a server. */
export function failuresOf({ results }: FollowedServer, allow: readonly string[]): FollowedResult[] {
  return results.filter((result) => isFailure(result) && !allow.includes(result.scenario));
}

export function isFailure({ conclusion, requirement }: FollowedResult): boolean {
  return conclusion === 'fail' && requirement === 'required';
}

function hasRefused(
  { results }: FollowedServer,
  { scenarios }: Pick<FollowedCheck, 'scenarios'>,
  allow: readonly string[],
): boolean {
  const mustRefuse = scenarios.filter(({ id, expected }) => expected === 'refused' && !allow.includes(id));
  return mustRefuse.some(({ id }) =>
    results.some(
      ({ scenario, state, conclusion }) => scenario === id && state === 'refused' && conclusion === 'pass',
    ),
  );
}

/**
 * Whether nothing more is to be waited for: all that was mailed is decided, and the verdict proven. Where a conforming sender leaves
 * nothing to see, it is enough that the service does not expect it any more.
 */
export function isComplete({ verdict, scenarios }: FollowedCheck, mailed: ReadonlySet<string>): boolean {
  if (verdict.outcome === 'waiting' || verdict.provisional) return false;
  return scenarios
    .filter(({ id }) => mailed.has(id))
    .every(({ id, state, conclusion }) => {
      const scenario = findScenario(id);
      if (scenario !== undefined && !decidesAtFirst(scenario)) return state !== 'waiting';
      return conclusion !== 'waiting' && state !== 'waiting' && state !== 'not-seen';
    });
}
