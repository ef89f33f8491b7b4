/** What was seen at each host, of all servers together. */
import { type Level, type Scenario, isControl, isDowngrade, mustDeliver } from '#scenarios';

import { type Facts, type Seen, isDelivered, isRefused, whoOf } from './facts.js';
import { type Message, plainly } from './message.js';
import { versionsOf } from './session-host.js';
import { troubleOf } from './trouble.js';
import type {
  Conclusion,
  Finding,
  Result,
  ScenarioState,
  ScenarioVerdict,
  SeenObservation,
} from './verdict.js';

export function judgeScenarios(facts: Facts, patient: boolean): ScenarioVerdict[] {
  const all = [...facts.results.servers, ...facts.results.members].flatMap(({ results }) => results);
  const awaited = awaitedLevels(facts);
  return [...facts.catalogue.values()].flatMap((scenario) => {
    const seen = facts.byScenario.get(scenario.id);
    if (seen === undefined) return [];
    const results = all.filter((result) => result.scenario === scenario.id);
    const state = stateOf(seen, results, patient || !awaited.has(scenario.level));
    const conclusion = conclude(scenario, state, results);
    const messages = [...describe({ scenario, state, seen, results, facts }), ...afterRelease(seen, facts)];
    return [{ id: scenario.id, state, conclusion, messages }];
  });
}

/** What a level adds is awaited once some of it was seen: nobody says which addresses were mailed. */
export function awaitedLevels({ catalogue, byScenario }: Facts): ReadonlySet<Level> {
  const mailed = [...catalogue.values()].filter(({ id }) => {
    const seen = byScenario.get(id);
    return seen !== undefined && (seen.connected || seen.queries.length > 0);
  });
  return new Set<Level>(['quick', ...mailed.map(({ level }) => level)]);
}

/**
 * A delivery outweighs a refusal: the message did arrive. One during a release is what a refusal leads to. Both outweigh the
 * sessions that say nothing about DANE.
 */
function stateOf(seen: Seen, results: readonly Result[], patient: boolean): ScenarioState {
  if (isDelivered(seen)) return 'delivered';
  if (isRefused(seen) || results.some(({ state }) => state === 'refused')) return 'refused';
  if (seen.atFallback.length > 0) return 'delivered';
  switch (troubleOf(seen)) {
    case 'none':
      return patient ? 'not-seen' : 'waiting';
    case 'broke-off':
    case 'tls-failed':
      return 'tls-failed';
    case 'lost':
    case 'left':
    case 'rejected':
      return 'rejected';
  }
}

/** The weakest server decides; without a server nothing is decided. */
function conclude(scenario: Scenario, state: ScenarioState, results: readonly Result[]): Conclusion {
  const has = (conclusion: Conclusion): boolean => results.some((result) => result.conclusion === conclusion);
  if (has('fail')) return 'fail';
  if (isControl(scenario) && !mustDeliver(scenario)) {
    return state === 'delivered' || state === 'refused' || state === 'not-seen' ? 'info' : 'waiting';
  }
  if (has('pass')) return 'pass';
  return has('info') && !has('waiting') ? 'info' : 'waiting';
}

interface Sight {
  readonly scenario: Scenario;
  readonly state: ScenarioState;
  readonly seen: Seen;
  readonly results: readonly Result[];
  readonly facts: Facts;
}

function describe({ scenario, state, seen, results, facts }: Sight): Message[] {
  if (isDowngrade(scenario) && state !== 'delivered') {
    const withheld = results.filter((each) => each.state === 'refused' || each.state === 'likely-refused');
    if (withheld.length > 0) return withheld.map(resultMessage);
  }
  switch (state) {
    case 'delivered':
      return [...deliveries(seen, facts), ...resultsBeside(seen, results)];
    case 'refused':
      return [refusal(seen, facts), ...openResults(results)];
    case 'tls-failed':
    case 'rejected':
      return [
        { code: 'session-detail', facts: { detail: seen.troubles.at(-1)?.detail ?? '' } },
        ...(troubleOf(seen) === 'broke-off' ? [plainly('no-alert')] : []),
      ];
    case 'waiting':
    case 'not-seen':
      return [{ code: 'nothing-seen', facts: { isLong: state === 'not-seen' } }];
  }
}

function refusal(seen: Seen, facts: Facts): Message {
  return isRefused(seen)
    ? { code: 'hung-up', facts: { who: whoOf(facts, seen.refusals) } }
    : { code: 'closed-repeatedly', facts: { who: whoOf(facts, seen.troubles) } };
}

/** Why a refusal is no proof yet. */
function openResults(results: readonly Result[]): Message[] {
  if (results.some(({ state }) => state === 'refused')) return [];
  return results
    .filter(({ state }) => state === 'likely-refused' || state === 'not-judged')
    .map(resultMessage);
}

/** What the deliveries alone do not say. */
function resultsBeside(seen: Seen, results: readonly Result[]): Message[] {
  const said: readonly Finding[] = ['policy-not-given', 'fetched-without-record'];
  return results.filter(({ finding }) => !isDelivered(seen) || said.includes(finding)).map(resultMessage);
}

function resultMessage({ finding, facts }: Result): Message {
  return { code: 'result', facts: { finding, ...facts } };
}

/** What came after the release, at a host that is refused. */
function afterRelease(
  { creditedRetries, atFallback, notJudged, matchingRefused, refusals }: Seen,
  facts: Facts,
): Message[] {
  const versions = versionsOf(creditedRetries);
  return [
    ...(refusals.length === 0 ? [] : about('delivered-at-fallback', atFallback, facts)),
    ...(creditedRetries.length > 0
      ? [{ code: 'retried-here', facts: { who: whoOf(facts, creditedRetries), versions } } as const]
      : []),
    ...about('not-judged-here', notJudged, facts),
    ...about('refused-matching-too', matchingRefused, facts),
  ];
}

function deliveries({ overTls, inClear, refusals }: Seen, facts: Facts): Message[] {
  const versions = versionsOf(overTls);
  return [
    ...(overTls.length > 0
      ? [{ code: 'delivered-over-tls', facts: { who: whoOf(facts, overTls), versions } } as const]
      : []),
    ...about('delivered-in-the-clear', inClear, facts),
    ...about('refused-as-well', refusals, facts),
  ];
}

function about(
  code:
    | 'delivered-at-fallback'
    | 'not-judged-here'
    | 'refused-matching-too'
    | 'delivered-in-the-clear'
    | 'refused-as-well',
  seen: readonly SeenObservation[],
  facts: Facts,
): Message[] {
  return seen.length === 0 ? [] : [{ code, facts: { who: whoOf(facts, seen) } }];
}
