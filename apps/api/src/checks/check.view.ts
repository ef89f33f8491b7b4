/** A check as the world sees it: what is stored and what it means, in the shape of the contract. */
import {
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
  CheckBody,
  CheckScenarioBody,
  ObservationBody,
  ReleaseBody,
  ResultBody,
  ServerBody,
  StrangerBody,
} from '#contracts';
import { type ScenarioId, SCENARIOS, findScenario, isReleaseCertificate } from '#scenarios';
import type { StoredCheck } from '#store';

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
  const { outcome, provisional, title, explanation, advice } = verdict;
  return {
    token: check.token,
    url: checkUrl(names.publicUrl, check.token),
    revision,
    createdAt: timestamp(check.createdAt),
    expiresAt: timestamp(check.expiresAt),
    verdict: { outcome, provisional, title, explanation, advice: [...advice] },
    scenarios: viewScenarios(names, check.token, verdict),
    servers: verdict.servers.map(viewServer),
    results: viewResults(verdict),
    strangers: verdict.strangers.map(viewStranger),
    release: viewRelease(release),
    releases: releases.map((each) => ({ scenario: each.scenario, ...viewRelease(each) })),
    observations: observations.map(viewObservation),
    observationsDropped: check.observationsDropped,
  };
}

function viewScenarios(names: Names, token: string, verdict: Verdict): CheckScenarioBody[] {
  return SCENARIOS.map(({ id, title, summary, expected, requirement, rfc }) => {
    const found = verdict.scenarios.find((scenario) => scenario.id === id);
    if (found === undefined) throw new Error(`the verdict leaves out the scenario ${id}`);
    return {
      id,
      title,
      summary,
      address: formatAddress(names.addressStyle, token, id, names.domain),
      classicAddress: formatAddress('classic', token, id, names.domain),
      expected,
      requirement,
      state: found.state,
      conclusion: found.conclusion,
      finding: found.summary,
      rfc,
    };
  });
}

function viewServer({ address, name, reverseName, membership, results }: ServerVerdict): ServerBody {
  return { address, name, reverseName, membership, results: results.flatMap(viewResult) };
}

/** By scenario, in the order of the table. */
function viewResults({ servers }: Verdict): ResultBody[] {
  const results = servers.flatMap((server) => server.results.flatMap(viewResult));
  return SCENARIOS.flatMap(({ id }) => results.filter(({ scenario }) => scenario === id));
}

function viewResult(result: Result): ResultBody[] {
  return scenarioIds(result.scenario).map((scenario) => ({ ...result, scenario }));
}

function viewStranger({ address, name, firstAt, lastAt, scenarios, text }: Stranger): StrangerBody {
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
