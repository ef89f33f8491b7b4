import type { FollowedCheck, FollowedServer } from '../check-client.js';
import { judgementOf, type Tested } from './judgement.js';
import type { Outcome } from './report/report.js';

/** A check as the client reads it, for unit tests. */
export function aFollowedCheck(changes: Partial<FollowedCheck> = {}): FollowedCheck {
  return {
    token: '0123456789ab',
    url: 'https://dane.example/check/0123456789ab',
    revision: 1,
    verdict: aVerdict('waiting'),
    headline: null,
    mtaSts: null,
    scenarios: [],
    servers: [],
    observations: [],
    ...changes,
  };
}

export function aVerdict(
  outcome: string,
  changes: Partial<FollowedCheck['verdict']> = {},
): FollowedCheck['verdict'] {
  return {
    outcome,
    provisional: false,
    code: outcome,
    title: `DANE: ${outcome}`,
    explanation: '',
    doubts: [],
    ...changes,
  };
}

type MtaSts = NonNullable<FollowedCheck['mtaSts']>;

export function anMtaStsVerdict(outcome: string, changes: Partial<MtaSts> = {}): MtaSts {
  return {
    outcome,
    provisional: false,
    code: outcome,
    title: `MTA-STS: ${outcome}.`,
    doubts: [],
    caching: '',
    fetched: [],
    ...changes,
  };
}

export function aFollowedScenario(id: string): FollowedCheck['scenarios'][number] {
  return {
    id,
    level: 'quick',
    title: id,
    address: `test@0123456789ab.${id}.dane.example`,
    classicAddress: `0123456789ab@${id}.dane.example`,
    expected: /^(?:bad|wrong|sts-(?:cert|mx|name))/.test(id) ? 'refused' : 'delivered',
    requirement: 'required',
    state: 'delivered',
    conclusion: 'pass',
  };
}

export type Deed = readonly [state: string, conclusion: string, requirement?: string];

/** A server that did that at each scenario. */
export function aFollowedServer(
  deeds: Readonly<Record<string, Deed>>,
  changes: Partial<FollowedServer> = {},
): FollowedServer {
  const results = Object.entries(deeds).map(([scenario, [state, conclusion, requirement = 'required']]) => ({
    ...{ scenario, state, conclusion, requirement },
    finding: state,
    text: `It ${state}.`,
    rfc: 'RFC 7672 §2.2',
  }));
  return { address: '192.0.2.1', name: null, label: null, results, ...changes };
}

/** The end of a run that expects enforcement. */
export function anOutcome(
  check: FollowedCheck,
  mechanism: Tested = 'dane',
  changes: Partial<Outcome> = {},
): Outcome {
  const expectation = { expect: 'enforces', allow: [], mechanism, ...changes };
  return {
    check,
    body: {},
    mailed: new Set(check.scenarios.map(({ id }) => id)),
    isInterrupted: false,
    durationMs: 1234,
    judgement: judgementOf(check, expectation),
    ...expectation,
  };
}
