/** The next step for the admin of the sending server. */
import { mustRefuse } from '#scenarios';

import type { ReleaseState } from '../release.js';
import { isSilentRefusal } from '../session-outcome.js';

import { hasCreditedRetry, type Facts } from './facts.js';
import { yieldsToPolicies } from './overall.js';
import type { Reading } from './policy.js';
import { failedTls, troubleOf } from './trouble.js';
import type { Advice } from './verdict.js';

export function adviseOn(reading: Reading, facts: Facts, release: ReleaseState): readonly Advice[] {
  return ADVICE_ON[reading](facts, release);
}

type Advise = (facts: Facts, release: ReleaseState) => readonly Advice[];

const turnOn: Advise = () => ['turn-on-dane'];
/** A server that uses DANE needs no steps to turn it on. */
const turnOnOrPrefer: Advise = (facts) => [yieldsToPolicies(facts) ? 'prefer-dane' : 'turn-on-dane'];
const findFault: Advise = () => ['find-the-fault'];
const sendAll: Advise = ({ broken }) => [
  troubleOf(broken) === 'broke-off' ? 'read-the-log' : 'mail-all-addresses',
];

const ADVICE_ON: Readonly<Record<Reading, Advise>> = {
  'nothing-yet': () => [],
  'more-to-come': () => [],
  'broken-silent': sendAll,
  'only-valid-delivered': sendAll,
  'only-broken-delivered': sendAll,
  'refusals-not-judged': sendAll,
  'only-left': () => ['send-a-short-message'],
  enforces: (facts, release) => ['nothing-to-fix', ...queueAdvice(facts, release)],
  'enforces-and-demands': (facts, release) => ['require-less', ...queueAdvice(facts, release)],
  'enforces-so-far': (facts, release) => ['send-more-messages', ...queueAdvice(facts, release)],
  'delivered-everywhere': turnOn,
  'delivered-at-some': turnOnOrPrefer,
  'some-servers-deliver': turnOn,
  'did-both': turnOn,
  'clear-at-broken': turnOn,
  'clear-at-valid': turnOn,
  'never-tls': (facts) => [adviceOnTls(facts)],
  'valid-refused': findFault,
  'valid-likely-refused': findFault,
  'valid-missing': findFault,
  'refuses-everything': findFault,
  'only-refusals': findFault,
  'only-trouble': findFault,
};

/** Who tries TLS has it on: what it offers is too old, or something on the path breaks it. */
function adviceOnTls(facts: Facts): Advice {
  const failed = failedTls(facts);
  return failed === undefined || isSilentRefusal(failed) ? 'turn-on-tls' : 'repair-tls';
}

/** What becomes of the messages that were rightly refused: one of each kind that is left, or that all are gone. */
function queueAdvice({ catalogue, byScenario }: Facts, release: ReleaseState): Advice[] {
  const refused = [...catalogue.values()].flatMap((scenario) => {
    const seen = byScenario.get(scenario.id);
    if (seen === undefined || !mustRefuse(scenario)) return [];
    return seen.refusals.length > 0 || hasCreditedRetry(seen) ? [{ scenario, seen }] : [];
  });
  const queued = refused.filter(({ seen }) => !hasCreditedRetry(seen) && seen.atFallback.length === 0);
  if (queued.length === 0) return [refused.length > 0 ? 'queue-is-clean' : 'message-stays-queued'];
  // A host that all checks share cannot be released.
  const isReleasable = ({ scenario, seen }: (typeof queued)[number]): boolean =>
    scenario.release !== null && seen.refusals.some(({ attribution }) => attribution === 'exact');
  const releasing = release === 'released' ? 'message-is-released' : 'message-waits-for-release';
  return [
    ...(queued.some(isReleasable) ? ([releasing] as const) : []),
    ...(queued.every(isReleasable) ? [] : (['message-stays-queued'] as const)),
  ];
}
