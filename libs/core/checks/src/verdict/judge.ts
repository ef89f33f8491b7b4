/** From observations to the verdict. Pure: the same observations at the same time give the same verdict. */
import type { Observation } from '../observation.js';
import type { ReleaseState } from '../release.js';

import { adviseOn } from './advice.js';
import { reasonsFromDns } from './dns-reasons.js';
import { explain } from './explanation.js';
import { gatherFacts, type Facts } from './facts.js';
import { readFacts, PROVISIONAL_AFTER_MS, type Reading } from './reading.js';
import { judgeScenarios } from './scenario-verdict.js';
import type { Outcome, Verdict } from './verdict.js';

const OUTCOME_OF: Readonly<Record<Reading, Outcome>> = {
  'nothing-yet': 'waiting',
  'more-to-come': 'waiting',
  'broken-silent': 'waiting',
  'only-valid-delivered': 'waiting',
  enforces: 'enforces',
  'enforces-and-demands': 'enforces',
  'delivered-everywhere': 'does-not-enforce',
  'some-servers-deliver': 'does-not-enforce',
  'did-both': 'does-not-enforce',
  'clear-at-broken': 'does-not-enforce',
  'clear-at-valid': 'does-not-enforce',
  'never-tls': 'no-tls',
  'valid-refused': 'refuses-valid',
  'valid-missing': 'refuses-valid',
  'refuses-everything': 'inconclusive',
  'only-refusals': 'inconclusive',
  'only-trouble': 'inconclusive',
};

const RESTS_ON_SILENCE: ReadonlySet<Reading> = new Set([
  'nothing-yet',
  'more-to-come',
  'broken-silent',
  'only-valid-delivered',
  'valid-missing',
  'only-refusals',
  'only-trouble',
]);

/**
 * What the observations of one check mean at the time `now` (milliseconds since the epoch).
 *
 * @param release where the release of the check stands (release.ts): it changes the advice and nothing else
 */
export function judge(
  observations: readonly Observation[],
  now: number,
  release: ReleaseState = 'not-yet',
): Verdict {
  const facts = gatherFacts(observations);
  const patienceEndsAt = facts.lastNewsAt === null ? null : facts.lastNewsAt + PROVISIONAL_AFTER_MS;
  const patient = patienceEndsAt !== null && now >= patienceEndsAt;
  const reading = readFacts(facts, patient);
  const { title, explanation } = explain(reading, facts);
  const dns = reasonsFromDns(reading, facts, now);
  return {
    outcome: OUTCOME_OF[reading],
    provisional: RESTS_ON_SILENCE.has(reading),
    title,
    explanation: [explanation, ...dns.sentences].join(' '),
    advice: adviseOn(reading, facts, release),
    scenarios: judgeScenarios(facts, patient),
    changesAt: earlier(patient || !somethingMissing(facts) ? null : patienceEndsAt, dns.changesAt),
  };
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** While a host was neither delivered to nor refused, its state or the reading changes when patience ends. */
function somethingMissing({ byScenario }: Facts): boolean {
  return [...byScenario.values()].some(
    ({ overTls, inClear, refusals }) => overTls.length + inClear.length + refusals.length === 0,
  );
}
