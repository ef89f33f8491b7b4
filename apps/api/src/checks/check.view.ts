/** A check as the world sees it: what is stored and what it means, in the shape of the contract. */
import {
  type Advice,
  type Observation,
  type Release,
  type Result,
  type ScenarioRelease,
  type ServerVerdict,
  type Stranger,
  type Verdict,
  formatAddress,
  checkUrl,
} from '#checks';
import type { Config } from '#config';
import type {
  AdviceBody,
  CheckBody,
  CheckScenarioBody,
  ObservationBody,
  ReleaseBody,
  ResultBody,
  ServerBody,
  StrangerBody,
  VerdictBody,
} from '#contracts';
import { type ScenarioId, SCENARIO_IDS, SCENARIOS, findScenario, isReleaseCertificate } from '#scenarios';
import type { StoredCheck } from '#store';
import { ADVICE_TOPICS, ENGLISH, FIXES, type FixStep, say, sayAll, sayResult, sayStranger } from '#words';

type Names = Pick<Config, 'domain' | 'publicUrl' | 'addressStyle'>;

/** What a check means at the moment when it is shown. */
export interface CheckMeaning {
  readonly revision: number;
  readonly observations: readonly Observation[];
  readonly verdict: Verdict;
  /** The foremost of `releases`. */
  readonly release: Release;
  readonly releases: readonly ScenarioRelease[];
}

export function viewCheck(
  names: Names,
  check: StoredCheck,
  { revision, observations, verdict, release, releases }: CheckMeaning,
): CheckBody {
  const servers = verdict.servers.map(viewServer);
  return {
    token: check.token,
    url: checkUrl(names.publicUrl, check.token),
    revision,
    createdAt: timestamp(check.createdAt),
    expiresAt: timestamp(check.expiresAt),
    verdict: viewVerdict(verdict),
    scenarios: viewScenarios(names, check.token, verdict),
    servers,
    results: byScenario(servers),
    strangers: verdict.strangers.map(viewStranger),
    release: viewRelease(release),
    releases: releases.map((each) => ({ scenario: each.scenario, ...viewRelease(each) })),
    newCheck: viewNewCheck(names, releases),
    observations: observations.map(viewObservation),
    observationsDropped: check.observationsDropped,
  };
}

function viewScenarios(names: Names, token: string, verdict: Verdict): CheckScenarioBody[] {
  return SCENARIOS.flatMap(({ id, group, level, title, summary, expected, requirement, rfc }) => {
    const found = verdict.scenarios.find((scenario) => scenario.id === id);
    // What the instance does not offer is no part of the verdict.
    if (found === undefined) return [];
    return {
      id,
      group,
      level,
      title,
      summary,
      address: formatAddress(names.addressStyle, token, id, names.domain),
      classicAddress: formatAddress('classic', token, id, names.domain),
      expected,
      requirement,
      state: found.state,
      conclusion: found.conclusion,
      finding: sayAll(found.messages, ENGLISH),
      rfc,
    };
  });
}

function viewVerdict(verdict: Verdict): VerdictBody {
  const { outcome, provisional, reading, headline, messages, advice } = verdict;
  return {
    outcome,
    provisional,
    code: reading,
    title: say({ code: 'headline', facts: headline }, ENGLISH),
    explanation: sayAll(messages, ENGLISH),
    messages: messages.map((message) => ({
      code: message.code,
      facts: { ...message.facts },
      text: say(message, ENGLISH),
    })),
    advice: advice.flatMap(viewAdvice),
  };
}

/** The whole guides are in #words; these are the systems that most visitors run. */
const ADVISED = ['postfix', 'exim', 'exchange-online'] as const;

function viewAdvice(code: Advice): AdviceBody[] {
  const topic = ADVICE_TOPICS[code];
  const steps = topic === null ? [] : ADVISED.map((system) => FIXES[system]);
  return [
    { code, audience: 'Any server', step: ENGLISH.advice[code] },
    ...steps.map(({ name, topics }) => ({ code, audience: name, step: briefly(topics[topic ?? 'queue']) })),
  ];
}

/** A guide in one paragraph. */
function briefly(steps: readonly FixStep[]): string {
  return steps
    .map(({ text, code }) =>
      code === undefined
        ? text
        : `${text} ${code
            .split('\n')
            .map((line) => `\`${line}\``)
            .join(' ')}`,
    )
    .join(' ');
}

function viewServer({ results, ...server }: ServerVerdict): ServerBody {
  return { ...server, results: results.flatMap(viewResult) };
}

/** By scenario, in the order of the table. */
function byScenario(servers: readonly ServerBody[]): ResultBody[] {
  const found = new Map<ScenarioId, ResultBody[]>(SCENARIO_IDS.map((id) => [id, []]));
  for (const { results } of servers) for (const result of results) found.get(result.scenario)?.push(result);
  return [...found.values()].flat();
}

function viewResult({ facts, ...result }: Result): ResultBody[] {
  const text = sayResult({ finding: result.finding, facts }, ENGLISH);
  return scenarioIds(result.scenario).map((scenario) => ({ ...result, scenario, text }));
}

function viewStranger(stranger: Stranger): StrangerBody {
  const { address, name, firstAt, lastAt, scenarios } = stranger;
  const text = sayStranger(stranger, (id) => findScenario(id)?.title ?? id, ENGLISH);
  return {
    address,
    name,
    firstAt: timestamp(firstAt),
    lastAt: timestamp(lastAt),
    scenarios: scenarios.flatMap(scenarioIds),
    text,
  };
}

function scenarioIds(id: string): ScenarioId[] {
  const scenario = findScenario(id);
  return scenario === undefined ? [] : [scenario.id];
}

function viewRelease({ state, at }: Release): ReleaseBody {
  return { state, at: at === null ? null : timestamp(at) };
}

/** A check has no settings but those of the instance: a new one is the same. */
function viewNewCheck({ publicUrl }: Names, releases: readonly ScenarioRelease[]): CheckBody['newCheck'] {
  const ended = releases.filter(({ state }) => state === 'delivered' || state === 'expired');
  if (ended.length === 0) return null;
  return { method: 'POST', url: `${publicUrl}/api/checks`, scenarios: ended.map(({ scenario }) => scenario) };
}

function viewObservation({ at, ...observation }: Observation): ObservationBody {
  const { id, kind, scenario, clientAddress, clientName, attribution, tls, detail, evidence, query } =
    observation;
  return {
    id,
    at: timestamp(at),
    kind,
    scenario,
    clientAddress,
    clientName,
    attribution,
    tls,
    detail,
    evidence:
      evidence === null
        ? null
        : { ...evidence, certificateOfRelease: isReleaseCertificate(evidence.certificate) },
    query,
  };
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}
