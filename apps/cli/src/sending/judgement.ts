/** Whether what was seen is what was expected: from the verdict of the server to the answer of the command. */
import {
  decidesAtFirst,
  findScenario,
  type Mechanism,
  MECHANISMS,
  measures,
  provesEnforcement,
} from '#scenarios';

import type { FollowedCheck, FollowedResult, FollowedScenario, FollowedServer } from '../check-client.js';

/**
 * - `met`: the expected outcome, proven.
 * - `likely`: the expected outcome, not proven for every server.
 * - `missed`: another outcome, proven.
 * - `open`: not enough was seen.
 */
export type Judgement = 'met' | 'likely' | 'missed' | 'open';

/** What a run answers for: one mechanism, or each of the two. */
export const TESTED = [...MECHANISMS, 'both'] as const;
export type Tested = (typeof TESTED)[number];

export interface Expectation {
  readonly expect: string;
  /** Codes of verdicts that are as good, and ids of scenarios whose failure does not count. */
  readonly allow: readonly string[];
  readonly mechanism: Tested;
}

export function mechanismsOf(tested: Tested): readonly Mechanism[] {
  return tested === 'both' ? MECHANISMS : [tested];
}

/** The worst of what the run answers for. */
export function judgementOf(check: FollowedCheck, expectation: Expectation): Judgement {
  const judged = mechanismsOf(expectation.mechanism).map((each) => judgementOn(each, check, expectation));
  return WORST_FIRST.find((judgement) => judged.includes(judgement)) ?? 'open';
}

const WORST_FIRST = ['missed', 'open', 'likely', 'met'] as const;

type Verdict = Pick<FollowedCheck['verdict'], 'outcome' | 'provisional' | 'code' | 'title' | 'doubts'>;

/** Null: nothing was seen of it. */
export function verdictOn(mechanism: Mechanism, check: FollowedCheck): Verdict | null {
  return mechanism === 'dane' ? check.verdict : check.mtaSts;
}

/** Of one mechanism, by what was seen at its own hosts. */
export function judgementOn(
  mechanism: Mechanism,
  check: FollowedCheck,
  { expect, allow }: Pick<Expectation, 'expect' | 'allow'>,
): Judgement {
  const verdict = verdictOn(mechanism, check);
  if (verdict === null) return 'open';
  if (allow.includes(verdict.code)) return 'met';
  if (verdict.outcome === expect) return verdict.provisional ? 'likely' : 'met';
  const isDecided = verdict.outcome !== 'waiting' && verdict.outcome !== 'inconclusive';
  if (!isDecided || verdict.provisional) return 'open';
  const hasFailed = (server: FollowedServer): boolean => failuresOf(server, allow, mechanism).length > 0;
  if (expect !== 'enforces' || check.servers.some(hasFailed)) return 'missed';
  // Nothing failed but what is allowed. That is a pass only where each server is proven to refuse somewhere else.
  const isProven = (server: FollowedServer): boolean => hasRefused(server, check, allow, mechanism);
  if (check.servers.length === 0 || !check.servers.every(isProven)) return 'open';
  return verdict.doubts.length > 0 ? 'likely' : 'met';
}

/** The results that decide against a server. */
export function failuresOf(
  { results }: FollowedServer,
  allow: readonly string[],
  tested: Tested,
): FollowedResult[] {
  return results.filter((result) => isFailure(result, tested) && !allow.includes(result.scenario));
}

export function isFailure({ scenario, conclusion, requirement }: FollowedResult, tested: Tested): boolean {
  return conclusion === 'fail' && requirement === 'required' && isTested(scenario, tested);
}

/** What is seen of the other mechanism neither fails a run nor stands in for a proof. */
function isTested(id: string, tested: Tested): boolean {
  return mechanismsOf(tested).some((mechanism) => measures(mechanism)(findScenario(id) ?? {}));
}

function hasRefused(
  { results }: FollowedServer,
  { scenarios }: Pick<FollowedCheck, 'scenarios'>,
  allow: readonly string[],
  mechanism: Mechanism,
): boolean {
  const proving = scenarios.filter((each) => !allow.includes(each.id) && proves(mechanism, each));
  return proving.some(({ id }) =>
    results.some(
      ({ scenario, state, conclusion }) => scenario === id && state === 'refused' && conclusion === 'pass',
    ),
  );
}

/** Whether a refusal there has no other reason than that. A newer server may have scenarios that this table lacks. */
function proves(mechanism: Mechanism, { id, expected, requirement }: FollowedScenario): boolean {
  const scenario = findScenario(id);
  if (scenario === undefined)
    return isTested(id, mechanism) && expected === 'refused' && requirement === 'required';
  return measures(mechanism)(scenario) && provesEnforcement(scenario);
}

/**
 * How much of what was mailed is still to come.
 *
 * - `complete`: every result is decided.
 * - `settled`: what is open may stay so. It decides nothing, and `openOf` names it.
 * - `awaited`: anything else.
 */
export type Progress = 'complete' | 'settled' | 'awaited';

export function progressOf(check: FollowedCheck, mailed: ReadonlySet<string>, tested: Tested): Progress {
  const verdicts = mechanismsOf(tested).map((mechanism) => verdictOn(mechanism, check));
  if (!verdicts.every(isFinal)) return 'awaited';
  const open = openOf(check, mailed);
  if (open.length === 0) return 'complete';
  return open.every((scenario) => mayStayOpen(scenario, tested)) ? 'settled' : 'awaited';
}

function isFinal(verdict: Verdict | null): boolean {
  return verdict !== null && verdict.outcome !== 'waiting' && !verdict.provisional;
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
function mayStayOpen({ id, state }: FollowedScenario, tested: Tested): boolean {
  const scenario = findScenario(id);
  const leavesNone = scenario !== undefined && !decidesAtFirst(scenario);
  // Who looks at policies may never connect to a host that none lists.
  const isPolicy = measures('mta-sts')(scenario ?? {});
  return leavesNone || isPolicy || !isTested(id, tested) || state === 'delivered' || state === 'refused';
}
