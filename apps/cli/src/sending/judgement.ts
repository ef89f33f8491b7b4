/** Whether what was seen is what was expected: from the verdict of the server to the answer of the command. */
import { decidesAtFirst, findScenario, measures, provesEnforcement } from '#scenarios';

import type { FollowedCheck, FollowedResult, FollowedScenario, FollowedServer } from '../check-client.js';

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

export function isFailure({ scenario, conclusion, requirement }: FollowedResult): boolean {
  return conclusion === 'fail' && requirement === 'required' && measuresDane(scenario);
}

/** The command answers for DANE: what is seen of MTA-STS neither fails it nor stands in for a proof. */
function measuresDane(id: string): boolean {
  return measures('dane')(findScenario(id) ?? {});
}

function hasRefused(
  { results }: FollowedServer,
  { scenarios }: Pick<FollowedCheck, 'scenarios'>,
  allow: readonly string[],
): boolean {
  const proving = scenarios.filter((each) => !allow.includes(each.id) && provesDane(each));
  return proving.some(({ id }) =>
    results.some(
      ({ scenario, state, conclusion }) => scenario === id && state === 'refused' && conclusion === 'pass',
    ),
  );
}

/** Whether a refusal there has no other reason than DANE. A newer server may have scenarios that this table lacks. */
function provesDane({ id, expected, requirement }: FollowedScenario): boolean {
  const scenario = findScenario(id);
  if (scenario === undefined) return expected === 'refused' && requirement === 'required';
  return measures('dane')(scenario) && provesEnforcement(scenario);
}

/**
 * How much of what was mailed is still to come.
 *
 * - `complete`: every result is decided.
 * - `settled`: what is open may stay so. It decides nothing, and `openOf` names it.
 * - `awaited`: anything else.
 */
export type Progress = 'complete' | 'settled' | 'awaited';

export function progressOf(check: FollowedCheck, mailed: ReadonlySet<string>): Progress {
  const { outcome, provisional } = check.verdict;
  if (outcome === 'waiting' || provisional) return 'awaited';
  const open = openOf(check, mailed);
  if (open.length === 0) return 'complete';
  return open.every(mayStayOpen) ? 'settled' : 'awaited';
}

/** The scenarios that were mailed and are not decided. */
export function openOf({ scenarios }: FollowedCheck, mailed: ReadonlySet<string>): FollowedScenario[] {
  return scenarios.filter(
    ({ id, state, conclusion }) => mailed.has(id) && (conclusion === 'waiting' || state === 'waiting'),
  );
}

/**
 * A conforming sender may leave no proof there: it never connects, has to try again later, or what it does at a host that all checks
 * share is only likely its own.
 */
function mayStayOpen({ id, state }: FollowedScenario): boolean {
  const scenario = findScenario(id);
  const leavesNone = scenario !== undefined && !decidesAtFirst(scenario);
  // The command answers for DANE, and who looks at policies may never connect to a host that none lists.
  return leavesNone || !measuresDane(id) || state === 'delivered' || state === 'refused';
}
