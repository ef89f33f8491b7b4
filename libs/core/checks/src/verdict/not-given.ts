/**
 * Failures at hosts whose policy we did not give when it was asked for: a limit of ours made the sender deliver without one, as it must
 * (RFC 8461 §5). While nothing else failed, the verdict stays red and is not final; the result itself is open. That only ever takes
 * certainty away: it makes nothing pass.
 */
import { atEach } from './doubts.js';
import type { Facts } from './facts.js';
import type { Message } from './message.js';
import { type Results, withEach } from './results.js';
import type { Result, SeenObservation } from './verdict.js';

/** As long as a message may wait for its next attempt. */
const BEFORE_DELIVERY_MS = 4 * 3_600_000;

export interface NotGiven {
  /** Whether each failure that decides may come from that. */
  readonly isOpen: boolean;
  readonly doubts: readonly Message[];
  /** With those failures left open. */
  readonly results: Results;
}

/** @param observations with the requests for policies that belong to the check (policy-fetches.ts) */
export function notGivenTo(facts: Facts, observations: readonly SeenObservation[]): NotGiven {
  const { servers, members } = facts.results;
  const failures = [...servers, ...members].flatMap(({ results }) => results.filter(isFailure));
  const open = new Set(
    failures.filter((failure) => {
      const deliveries = deliveriesOf(facts, failure);
      return deliveries.length > 0 && deliveries.every((delivery) => wasNotGiven(delivery, observations));
    }),
  );
  const deciding = failures.filter(({ requirement }) => requirement === 'required');
  const doubtful = deciding.filter((failure) => open.has(failure));
  return {
    isOpen: doubtful.length > 0 && doubtful.length === deciding.length,
    doubts: atEach(
      facts,
      doubtful.flatMap((failure) => deliveriesOf(facts, failure)),
      'policy-not-given',
    ),
    results: withEach(facts.results, (result) => (open.has(result) ? asOpen(result) : result)),
  };
}

function isFailure({ conclusion }: Result): boolean {
  return conclusion === 'fail';
}

function asOpen(failure: Result): Result {
  return { ...failure, conclusion: 'waiting', finding: 'policy-not-given' };
}

function deliveriesOf({ byScenario }: Facts, { scenario, server }: Result): SeenObservation[] {
  const { overTls = [], inClear = [] } = byScenario.get(scenario) ?? {};
  return [...overTls, ...inClear].filter(({ clientAddress }) => clientAddress === server);
}

/** Whether the last request before the delivery was answered with an error of ours. */
function wasNotGiven({ scenario, at }: SeenObservation, observations: readonly SeenObservation[]): boolean {
  const timesOf = (wanted: SeenObservation['kind']): number[] =>
    observations
      .filter((seen) => seen.kind === wanted && seen.scenario === scenario && seen.at <= at)
      .map((seen) => seen.at);
  const failedAt = Math.max(...timesOf('policy-error'));
  return failedAt >= at - BEFORE_DELIVERY_MS && failedAt > Math.max(...timesOf('policy-fetch'));
}
