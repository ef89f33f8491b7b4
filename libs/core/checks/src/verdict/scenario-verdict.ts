/** What was seen at each host by itself. */
import { SCENARIOS, type ExpectedBehaviour } from '#scenarios';

import type { Observation } from '../observation.js';

import {
  clientsOf,
  isDelivered,
  isLetThrough,
  isRefused,
  refusingOnly,
  type Facts,
  type Seen,
} from './facts.js';
import { listed } from './list-format.js';
import { troubleOf } from './trouble.js';
import type { Conclusion, ScenarioState, ScenarioVerdict } from './verdict.js';

export function judgeScenarios({ byScenario }: Facts, patient: boolean): ScenarioVerdict[] {
  return SCENARIOS.flatMap(({ id, expected }) => {
    const seen = byScenario.get(id);
    if (seen === undefined) return [];
    const state = stateOf(seen, patient);
    const summary = [summarize(state, seen), ...releaseSentences(seen)].join(' ');
    return [{ id, state, conclusion: concludeFor(expected, state, seen), summary }];
  });
}

/**
 * A delivery outweighs a refusal: the message did arrive. One that was let through is what a refusal leads to. Both outweigh
 * the sessions that say nothing about DANE.
 */
function stateOf(seen: Seen, patient: boolean): ScenarioState {
  if (isDelivered(seen)) return 'delivered';
  if (isRefused(seen)) return 'refused';
  switch (troubleOf(seen)) {
    case 'none':
      return patient ? 'not-seen' : 'waiting';
    case 'broke-off':
    case 'tls-failed':
      return 'tls-failed';
    case 'rejected':
      return 'rejected';
  }
}

function concludeFor(expected: ExpectedBehaviour, state: ScenarioState, seen: Seen): Conclusion {
  if (state === 'waiting' || state === 'tls-failed' || state === 'rejected') return 'waiting';
  switch (expected) {
    case 'either':
      return 'info';
    case 'refused':
      if (state === 'not-seen') return 'waiting';
      return state === 'refused' ? 'pass' : 'fail';
    case 'delivered':
      if (state === 'not-seen') return 'waiting';
      return state === 'delivered' && seen.inClear.length === 0 && refusingOnly(seen).length === 0
        ? 'pass'
        : 'fail';
  }
}

function summarize(state: ScenarioState, seen: Seen): string {
  switch (state) {
    case 'delivered':
      return [...deliverySentences(seen), ...mixedSentences(seen)].join(' ');
    case 'refused':
      return `${listed(clientsOf(seen.refusals))} saw our certificate and broke off before naming a recipient.`;
    case 'tls-failed':
    case 'rejected':
      return [seen.troubles.at(-1)?.detail ?? '', ...proofSentences(seen)].join(' ');
    case 'waiting':
      return 'Nothing seen yet.';
    case 'not-seen':
      return 'Nothing seen yet. Silence proves nothing: the message may still be on its way.';
  }
}

function proofSentences(seen: Seen): string[] {
  return troubleOf(seen) === 'broke-off'
    ? ['It sent no alert that says why: probably a refusal, but not proof.']
    : [];
}

/** What came after the release, at a host that is refused. */
function releaseSentences(seen: Seen): string[] {
  const refusedAgain = clientsOf(seen.refusals.filter(({ evidence }) => evidence?.certificate === 'spare'));
  return [
    ...(isLetThrough(seen)
      ? [
          `The message was deferred and retried correctly (RFC 7672 §2.1.2): delivered over ${listed(versionsOf(seen.letThrough))} by ${listed(clientsOf(seen.letThrough))} to a certificate that matches.`,
        ]
      : []),
    ...(refusedAgain.length > 0
      ? [`${listed(refusedAgain)} broke off at the certificate that matches as well.`]
      : []),
  ];
}

function deliverySentences({ overTls, inClear }: Seen): string[] {
  return [
    ...(overTls.length > 0
      ? [`Delivered over ${listed(versionsOf(overTls))} by ${listed(clientsOf(overTls))}.`]
      : []),
    ...(inClear.length > 0 ? [`Delivered in clear, without TLS, by ${listed(clientsOf(inClear))}.`] : []),
  ];
}

function versionsOf(observations: readonly Observation[]): string[] {
  return [...new Set(observations.flatMap(({ tls }) => (tls === null ? [] : [tls.version])))];
}

function mixedSentences(seen: Seen): string[] {
  return seen.refusals.length > 0 ? [`Refused as well, by ${listed(clientsOf(seen.refusals))}.`] : [];
}
