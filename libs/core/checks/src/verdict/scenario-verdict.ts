/** What was seen at each host, of all servers together. */
import { type Scenario, isControl, mustDeliver } from '#scenarios';

import { type Facts, type Seen, isDelivered, isLetThrough, isRefused, whoOf } from './facts.js';
import { listed } from './list-format.js';
import { troubleOf } from './trouble.js';
import type { Conclusion, Result, ScenarioState, ScenarioVerdict, SeenObservation } from './verdict.js';

export function judgeScenarios(facts: Facts, patient: boolean): ScenarioVerdict[] {
  const all = [...facts.results.servers, ...facts.results.members].flatMap(({ results }) => results);
  return [...facts.catalogue.values()].flatMap((scenario) => {
    const seen = facts.byScenario.get(scenario.id);
    if (seen === undefined) return [];
    const results = all.filter((result) => result.scenario === scenario.id);
    const state = stateOf(seen, results, patient);
    const conclusion = conclude(scenario, state, results);
    const summary = [...summarize({ state, seen, results, facts }), ...releaseSentences(seen, facts)].join(
      ' ',
    );
    return [{ id: scenario.id, state, conclusion, summary }];
  });
}

/**
 * A delivery outweighs a refusal: the message did arrive. One during a release is what a refusal leads to. Both outweigh the
 * sessions that say nothing about DANE.
 */
function stateOf(seen: Seen, results: readonly Result[], patient: boolean): ScenarioState {
  if (isDelivered(seen)) return 'delivered';
  if (isRefused(seen) || results.some(({ state }) => state === 'refused')) return 'refused';
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
  if (isControl(scenario) && !mustDeliver(scenario)) {
    return state === 'delivered' || state === 'refused' || state === 'not-seen' ? 'info' : 'waiting';
  }
  if (has('fail')) return 'fail';
  return has('pass') ? 'pass' : 'waiting';
}

interface Sight {
  readonly state: ScenarioState;
  readonly seen: Seen;
  readonly results: readonly Result[];
  readonly facts: Facts;
}

function summarize({ state, seen, results, facts }: Sight): string[] {
  switch (state) {
    case 'delivered':
      return [...deliverySentences(seen, facts), ...mixedSentences(seen, facts)];
    case 'refused':
      return [refusalSentence(seen, facts), ...openSentences(results)];
    case 'tls-failed':
    case 'rejected':
      return [seen.troubles.at(-1)?.detail ?? '', ...proofSentences(seen)];
    case 'waiting':
      return ['Nothing seen yet.'];
    case 'not-seen':
      return ['Nothing seen yet. Silence proves nothing: the message may still be on its way.'];
  }
}

function refusalSentence(seen: Seen, facts: Facts): string {
  return isRefused(seen)
    ? `${listed(whoOf(facts, seen.refusals))} hung up after seeing our certificate, before it sent any mail.`
    : `${listed(whoOf(facts, seen.troubles))} closed the connection during TLS, right after our certificate, again and again.`;
}

/** Why a refusal is no proof yet. */
function openSentences(results: readonly Result[]): string[] {
  if (results.some(({ state }) => state === 'refused')) return [];
  return results
    .filter(({ state }) => state === 'likely-refused' || state === 'not-judged')
    .map(({ text }) => text);
}

function proofSentences(seen: Seen): string[] {
  return troubleOf(seen) === 'broke-off'
    ? ['It sent no alert that says why: probably a refusal, but not proof.']
    : [];
}

/** What came after the release, at a host that is refused. */
function releaseSentences(seen: Seen, facts: Facts): string[] {
  return [
    ...(isLetThrough(seen)
      ? [
          `The message was deferred and retried correctly (RFC 7672 §2.2): delivered over ${listed(versionsOf(seen.letThrough))} by ${listed(whoOf(facts, seen.letThrough))} to a certificate that matches.`,
        ]
      : []),
    ...(seen.notJudged.length > 0
      ? [
          `${listed(whoOf(facts, seen.notJudged))} delivered a message that shows nothing about this host: it is not judged.`,
        ]
      : []),
    ...(seen.matchingRefused.length > 0
      ? [`${listed(whoOf(facts, seen.matchingRefused))} refused the certificate that matches as well.`]
      : []),
  ];
}

function deliverySentences({ overTls, inClear }: Seen, facts: Facts): string[] {
  return [
    ...(overTls.length > 0
      ? [`Delivered over ${listed(versionsOf(overTls))} by ${listed(whoOf(facts, overTls))}.`]
      : []),
    ...(inClear.length > 0
      ? [`Delivered in the clear, without TLS, by ${listed(whoOf(facts, inClear))}.`]
      : []),
  ];
}

function versionsOf(observations: readonly SeenObservation[]): string[] {
  return [...new Set(observations.flatMap(({ tls }) => (tls === null ? [] : [tls.version])))];
}

function mixedSentences(seen: Seen, facts: Facts): string[] {
  return seen.refusals.length > 0 ? [`Refused as well, by ${listed(whoOf(facts, seen.refusals))}.`] : [];
}
