/** From observations to the verdict. Pure: the same observations at the same time give the same verdict. */
import { changesByPhase, type Mechanism, measures, SCENARIOS, type Scenario } from '#scenarios';

import type { ReleaseState } from '../release.js';

import { adviseOn } from './advice.js';
import { inOrder } from './chronology.js';
import { reasonsFromDns } from './dns-reasons.js';
import { doubtsOf } from './doubts.js';
import { explain } from './explanation.js';
import { type Facts, gatherFacts, isDelivered, isRefused } from './facts.js';
import { headlineOf } from './headline.js';
import type { HeadlineFacts } from './message.js';
import { type MtaStsVerdict, protectionOf } from './mta-sts-verdict.js';
import { besideNeedlessFetches } from './needless-fetches.js';
import { notGivenTo, type NotGiven, type Outage } from './not-given.js';
import { overallOf } from './overall.js';
import { patternsOf } from './patterns.js';
import { judgeChanges } from './policy-changes.js';
import { PROVISIONAL_AFTER_MS, outcomeOf, type Reading, read } from './policy.js';
import { type ServerResults, resultsOf, withUntested } from './results.js';
import { awaitedLevels, judgeScenarios } from './scenario-verdict.js';
import { type Parties, type SystemKnowledge, identify } from './servers.js';
import { strangersOf } from './strangers.js';
import type { Result, SeenObservation, ServerVerdict, Verdict } from './verdict.js';

export interface JudgeOptions {
  /** What DNS says about the client addresses. */
  readonly systems?: SystemKnowledge;
  readonly catalogue?: readonly Scenario[];
  /** When the check was: no message of it is older. Milliseconds since the epoch. */
  readonly createdAt?: number;
  /** When the release of a scenario opened, by its id. */
  readonly releasedAt?: ReadonlyMap<string, number>;
  /** When policies of MTA-STS were not served. */
  readonly outages?: readonly Outage[];
}

/**
 * What the observations of one check mean at the time `now` (milliseconds since the epoch), in whatever order they are given.
 * Each mechanism is judged by what was seen at its own hosts, as if there were no others.
 *
 * @param release where the release of the check stands (release.ts): it changes the advice and nothing else
 */
export function judge(
  observations: readonly SeenObservation[],
  now: number,
  release: ReleaseState = 'not-yet',
  {
    catalogue: scenarios = SCENARIOS,
    outages = [],
    createdAt: made = -Infinity,
    ...options
  }: JudgeOptions = {},
): Verdict {
  // Who fetched a policy may be another machine than the one that sends, and a fetch shows no enforcement.
  const ordered = inOrder(observations.filter(({ kind }) => kind !== 'policy-fetch'));
  // Nothing of a check comes before it, unless the clock was set, or that of another machine of ours is another: then it bounds nothing.
  const createdAt = (ordered[0]?.at ?? Infinity) < made ? -Infinity : made;
  const assessed = (mechanism: Mechanism): Assessment =>
    assess(ordered, mechanism, scenarios.filter(isSteady(mechanism)), { ...options, createdAt, now });
  const dane = assessed('dane');
  const mtaSts = besideFetches(assessed('mta-sts'), observations, { outages, now });
  const changes = judgeChanges(ordered, scenarios.filter(changesByPhase), resultsIn(mtaSts), {
    ...{ now, isPatient: mtaSts.isPatient, outages },
  });

  const { facts, reading } = dane;
  const outcome = outcomeOf(reading);
  const headline = daneHeadline(dane, mtaSts);
  const policies = mtaStsVerdict(outcome, mtaSts);
  const protection = policies?.protection ?? null;
  const dns = reasonsFromDns(reading, facts, now);
  const strangers = dane.parties.strangers.filter(
    ({ address }) => !mtaSts.parties.servers.some((server) => server.address === address),
  );
  return {
    ...outcome,
    reading,
    headline,
    messages: [...explain(reading, facts), ...patternsOf(facts, dane.isPatient), ...dns.messages],
    advice: adviseOn(reading, facts, release),
    doubts: doubtsOf(facts),
    mtaSts: policies,
    overall:
      protection === null
        ? null
        : overallOf(protection, headline, headlineOf(mtaSts.reading, mtaSts.facts), facts),
    scenarios: [
      ...[dane, mtaSts].flatMap((each) => judgeScenarios(each.facts, each.isPatient)),
      ...changes.scenarios,
    ],
    servers: serversOf([dane, mtaSts], changes.results),
    strangers: strangersOf(strangers, facts.catalogue),
    changesAt: [dane.changesAt, mtaSts.changesAt, changes.changesAt, dns.changesAt].reduce(earlier),
  };
}

/** Mail that came to hosts with a policy alone is mail, though it says nothing of DANE. */
function daneHeadline({ reading, facts }: Assessment, mtaSts: Assessment): HeadlineFacts {
  if (reading !== 'nothing-yet' || mtaSts.reading === 'nothing-yet') return headlineOf(reading, facts);
  return { ...headlineOf('more-to-come', mtaSts.facts), proven: [], failed: [] };
}

/** What was seen at the hosts of one mechanism. */
interface Assessment {
  readonly parties: Parties;
  readonly facts: Facts;
  readonly reading: Reading;
  readonly isPatient: boolean;
  readonly changesAt: number | null;
}

/**
 * A scenario that is not offered now, such as one whose DNS is not as planned, has no results. Whose servers were seen there counts all
 * the same, and a delivery that must not be keeps the verdict from being final: what we switch off hides nothing.
 */
function assess(
  ordered: readonly SeenObservation[],
  mechanism: Mechanism,
  scenarios: readonly Scenario[],
  {
    systems = new Map(),
    createdAt = -Infinity,
    releasedAt = new Map(),
    now,
  }: Omit<JudgeOptions, 'catalogue' | 'outages'> & { readonly now: number },
): Assessment {
  const catalogue = byId(scenarios);
  const observations = ordered.filter(({ scenario }) => catalogue.has(scenario));
  const everywhere = byId([...SCENARIOS.filter(isSteady(mechanism)), ...scenarios]);
  const seen = ordered.filter(({ scenario }) => everywhere.has(scenario));
  const parties = identify(seen, everywhere, systems);
  const results = resultsOf(parties, catalogue, { createdAt, releasedAt });
  const facts = gatherFacts(observations, parties, results, { catalogue, everywhere });
  const patienceEndsAt = facts.lastNewsAt === null ? null : facts.lastNewsAt + PROVISIONAL_AFTER_MS;
  const isPatient = patienceEndsAt !== null && now >= patienceEndsAt;
  const changesAt = isPatient || !somethingMissing(facts) ? null : patienceEndsAt;
  return { parties, facts, reading: read(facts, isPatient), isPatient, changesAt };
}

interface PolicyAssessment extends Assessment {
  readonly notGiven: NotGiven;
}

/** With what is known of the fetches of policies. */
function besideFetches(
  assessment: Assessment,
  observations: readonly SeenObservation[],
  { outages, now }: { readonly outages: readonly Outage[]; readonly now: number },
): PolicyAssessment {
  const { facts } = assessment;
  const notGiven = notGivenTo(facts, outages, now);
  const results = besideNeedlessFetches(notGiven.results, observations, facts.catalogue);
  const changesAt = earlier(assessment.changesAt, notGiven.changesAt);
  return { ...assessment, facts: { ...facts, results }, changesAt, notGiven };
}

/** Whether what is right there is the same at all times; otherwise it is judged apart (policy-changes.ts). */
function isSteady(mechanism: Mechanism): (scenario: Scenario) => boolean {
  return (scenario) => measures(mechanism)(scenario) && !changesByPhase(scenario);
}

function byId(scenarios: readonly Scenario[]): ReadonlyMap<string, Scenario> {
  return new Map(scenarios.map((scenario) => [scenario.id, scenario]));
}

function mtaStsVerdict(
  dane: ReturnType<typeof outcomeOf>,
  { facts, reading, notGiven }: PolicyAssessment,
): MtaStsVerdict | null {
  if (reading === 'nothing-yet') return null;
  const { outcome, provisional } = outcomeOf(reading);
  const decided = { outcome, provisional: provisional || notGiven.isOpen };
  const doubts = [...doubtsOf(facts), ...notGiven.doubts];
  return { ...decided, reading, protection: protectionOf(dane, decided), doubts };
}

function resultsIn({ facts: { results } }: Assessment): readonly ServerResults[] {
  return [...results.servers, ...results.members];
}

/** Each server once, with its results at the hosts of both mechanisms, and at those whose policies change. */
function serversOf(
  assessments: readonly Assessment[],
  changed: ReadonlyMap<string, readonly Result[]>,
): ServerVerdict[] {
  const servers = new Map<string, ServerVerdict>();
  for (const assessment of assessments) {
    for (const [index, each] of resultsIn(assessment).entries()) {
      const results = index < LISTED_WHOLE ? withUntested(each, assessment.facts.catalogue) : each.results;
      const known = servers.get(each.server.address);
      const own = known ?? toServerVerdict(each, []);
      servers.set(own.address, { ...own, results: [...own.results, ...results] });
    }
  }
  return [...servers.values()].map((server) => {
    return { ...server, results: [...server.results, ...(changed.get(server.address) ?? [])] };
  });
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
