/** What was found of one server at one scenario, before and after it has its facts. */
import type { Scenario } from '#scenarios';

import type { FindingFacts } from './message.js';
import { findingAt } from './mta-sts-verdict.js';
import { labelOf, type Server } from './servers.js';
import { versionsOf } from './session-host.js';
import type { Conclusion, Finding, Result, ResultState, SeenObservation } from './verdict.js';

/** A result before its words. */
export interface Judged {
  readonly state: ResultState;
  readonly conclusion: Conclusion;
  readonly finding: Finding;
  readonly seen: readonly SeenObservation[];
}

export const UNTESTED: Judged = {
  state: 'not-tested',
  conclusion: 'waiting',
  finding: 'not-tested',
  seen: [],
};

export function judged(
  state: ResultState,
  conclusion: Conclusion,
  finding: Finding,
  seen: readonly SeenObservation[],
): Judged {
  return { state, conclusion, finding, seen };
}

export function toResult(
  server: Server,
  scenario: Scenario,
  { state, conclusion, finding, seen }: Judged,
): Result {
  const { id, requirement, rfc } = scenario;
  const facts = factsOf(server, seen);
  const said = findingAt(scenario, finding);
  return { scenario: id, server: server.address, state, conclusion, requirement, finding: said, facts, rfc };
}

/** @param seen the sessions that the finding rests on, in the order of time */
function factsOf(server: Server, seen: readonly SeenObservation[]): FindingFacts {
  const last = seen.at(-1);
  return {
    who: labelOf(server),
    versions: versionsOf(seen),
    names: [...new Set(seen.flatMap(({ clientName }) => clientName ?? []))],
    reply: last?.evidence?.reply ?? null,
    reached: last?.evidence?.reached ?? null,
    isOverTls: last !== undefined && last.tls !== null,
    fetchedBy: [],
    detail: last?.detail ?? '',
  };
}
