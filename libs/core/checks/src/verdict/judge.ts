/** From observations to the verdict. Pure: the same observations at the same time give the same verdict. */
import { SCENARIOS, type Scenario } from '#scenarios';

import type { ReleaseState } from '../release.js';

import { adviseOn } from './advice.js';
import { inOrder } from './chronology.js';
import { reasonsFromDns } from './dns-reasons.js';
import { explain } from './explanation.js';
import { type Facts, gatherFacts, isDelivered, isRefused } from './facts.js';
import { headlineOf } from './headline.js';
import { patternsOf } from './patterns.js';
import { PROVISIONAL_AFTER_MS, outcomeOf, read } from './policy.js';
import { type ServerResults, resultsOf, withUntested } from './results.js';
import { awaitedLevels, judgeScenarios } from './scenario-verdict.js';
import { type SystemKnowledge, identify } from './servers.js';
import { strangersOf } from './strangers.js';
import type { Result, SeenObservation, ServerVerdict, Verdict } from './verdict.js';

export interface JudgeOptions {
  /** What DNS says about the client addresses. */
  readonly systems?: SystemKnowledge;
  readonly catalogue?: readonly Scenario[];
  /** When the release of a scenario opened, by its id. */
  readonly releasedAt?: ReadonlyMap<string, number>;
}

/**
 * What the observations of one check mean at the time `now` (milliseconds since the epoch), in whatever order they are given.
 *
 * @param release where the release of the check stands (release.ts): it changes the advice and nothing else
 */
export function judge(
  observations: readonly SeenObservation[],
  now: number,
  release: ReleaseState = 'not-yet',
  { systems = new Map(), catalogue: scenarios = SCENARIOS, releasedAt = new Map() }: JudgeOptions = {},
): Verdict {
  const catalogue = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const ordered = inOrder(observations).filter(({ scenario }) => catalogue.has(scenario));
  const parties = identify(ordered, catalogue, systems);
  const results = resultsOf(parties, catalogue, releasedAt);
  const facts = gatherFacts(ordered, parties, results, catalogue);

  const patienceEndsAt = facts.lastNewsAt === null ? null : facts.lastNewsAt + PROVISIONAL_AFTER_MS;
  const patient = patienceEndsAt !== null && now >= patienceEndsAt;
  const reading = read(facts, patient);
  const dns = reasonsFromDns(reading, facts, now);
  return {
    ...outcomeOf(reading),
    reading,
    headline: headlineOf(reading, facts),
    messages: [...explain(reading, facts), ...patternsOf(facts, patient), ...dns.messages],
    advice: adviseOn(reading, facts, release),
    scenarios: judgeScenarios(facts, patient),
    servers: [...results.servers, ...results.members].map((each, index) =>
      toServerVerdict(each, index < LISTED_WHOLE ? withUntested(each, catalogue) : each.results),
    ),
    strangers: strangersOf(parties.strangers, catalogue),
    changesAt: earlier(patient || !somethingMissing(facts) ? null : patienceEndsAt, dns.changesAt),
  };
}

/**
 * Anyone may deliver to a check from hundreds of addresses, and there are dozens of scenarios: beyond so many servers only what
 * was tested is listed.
 */
const LISTED_WHOLE = 10;

function toServerVerdict({ server }: ServerResults, results: readonly Result[]): ServerVerdict {
  const { address, name, reverseName, label, membership } = server;
  return { address, name, reverseName, label, membership, results };
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** While a host was neither delivered to nor refused, its state or the reading changes when patience ends. */
function somethingMissing(facts: Facts): boolean {
  const awaited = awaitedLevels(facts);
  const isMissing = ({ id, level }: Scenario): boolean => {
    const seen = facts.byScenario.get(id);
    return awaited.has(level) && seen !== undefined && !isDelivered(seen) && !isRefused(seen);
  };
  return !facts.hasServer || [...facts.catalogue.values()].some(isMissing);
}
