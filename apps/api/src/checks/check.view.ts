/** A check as the world sees it: what is stored and what it means, in the shape of the contract. */
import {
  type CheckReport,
  type Observation,
  type Outage,
  type PolicyCache,
  type Release,
  type ScenarioRelease,
  type Verdict,
  formatAddress,
  checkUrl,
} from '#checks';
import type { Config } from '#config';
import type { CheckBody, CheckScenarioBody, ObservationBody, ReleaseBody, VerdictBody } from '#contracts';
import { SCENARIOS, isReleaseCertificate, scenariosOfMailing } from '#scenarios';
import type { StoredCheck } from '#store';
import {
  type FixNames,
  fixNames,
  LANGUAGES,
  type Language,
  type LanguageTag,
  say,
  sayAll,
  scenarioText,
} from '#words';

import { viewAdvice } from './advice.view.js';
import { viewReport } from './check-report.view.js';
import { viewHeadline, viewMtaSts, viewPhases } from './mta-sts.view.js';
import { byScenario, viewServer, viewStranger } from './server.view.js';
import { timestamp } from './timestamp.js';

type Names = Pick<Config, 'domain' | 'publicUrl' | 'addressStyle'>;

/** What a check means at the moment when it is shown. */
export interface CheckMeaning {
  readonly revision: number;
  readonly observations: readonly Observation[];
  readonly reports: readonly CheckReport[];
  readonly verdict: Verdict;
  readonly cache: PolicyCache;
  /** The foremost of `releases`. */
  readonly release: Release;
  readonly releases: readonly ScenarioRelease[];
  readonly outages: readonly Outage[];
}

export function viewCheck(
  names: Names,
  check: StoredCheck,
  meaning: CheckMeaning,
  tag: LanguageTag,
): CheckBody {
  const { revision, observations, reports, verdict, cache, release, releases } = meaning;
  const language = LANGUAGES[tag];
  const fetches = observations.filter(({ kind }) => kind === 'policy-fetch');
  const servers = verdict.servers.map((server) => viewServer(server, fetches, language));
  const scenarios = viewScenarios(names, check.token, verdict, language);
  return {
    token: check.token,
    url: checkUrl(names.publicUrl, check.token),
    revision,
    createdAt: timestamp(check.createdAt),
    expiresAt: timestamp(check.expiresAt),
    headline: viewHeadline(verdict, language),
    mtaSts: viewMtaSts(verdict, cache, language),
    verdict: viewVerdict(verdict, fixNames(scenarios, check.token), tag),
    scenarios,
    servers,
    results: byScenario(servers),
    strangers: verdict.strangers.map((stranger) => viewStranger(stranger, language)),
    reports: reports.flatMap((report) => viewReport(report, meaning, language)),
    release: viewRelease(release),
    releases: releases.map((each) => ({ scenario: each.scenario, ...viewRelease(each) })),
    newCheck: viewNewCheck(names, releases),
    observations: observations.map((observation) => viewObservation(observation, language)),
    observationsDropped: check.observationsDropped,
  };
}

function viewScenarios(
  names: Names,
  token: string,
  verdict: Verdict,
  language: Language,
): CheckScenarioBody[] {
  const verdicts = new Map(verdict.scenarios.map((each) => [each.id, each]));
  const noQueue = scenariosOfMailing(
    'no-queue',
    SCENARIOS.filter(({ id }) => verdicts.has(id)),
  );
  return SCENARIOS.flatMap((scenario) => {
    const { id, group, mechanism = 'dane', level, expected, requirement, rfc } = scenario;
    const found = verdicts.get(id);
    // What the instance does not offer is no part of the verdict.
    if (found === undefined) return [];
    return {
      id,
      group,
      mechanism,
      level,
      ...scenarioText(scenario, language),
      address: formatAddress(names.addressStyle, token, id, names.domain),
      classicAddress: formatAddress('classic', token, id, names.domain),
      expected,
      requirement,
      fallback: scenario.fallback !== undefined,
      noQueue: noQueue.includes(scenario),
      state: found.state,
      conclusion: found.conclusion,
      finding: sayAll(found.messages, language),
      phases: viewPhases(found),
      rfc,
    };
  });
}

function viewVerdict(verdict: Verdict, hosts: FixNames, tag: LanguageTag): VerdictBody {
  const language = LANGUAGES[tag];
  const { outcome, provisional, reading, headline, messages, doubts, advice } = verdict;
  return {
    outcome,
    provisional,
    code: reading,
    title: say({ code: 'headline', facts: headline }, language),
    explanation: sayAll(messages, language),
    messages: messages.map((message) => ({
      code: message.code,
      facts: { ...message.facts },
      text: say(message, language),
    })),
    doubts: doubts.map((doubt) => say(doubt, language)),
    advice: advice.flatMap((code) => viewAdvice(code, hosts, tag)),
  };
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

function viewObservation(seen: Observation, language: Language): ObservationBody {
  const { at, ...observation } = seen;
  const { id, kind, scenario, clientAddress, clientName, attribution, tls, evidence, query } = observation;
  return {
    id,
    at: timestamp(at),
    kind,
    scenario,
    clientAddress,
    clientName,
    attribution,
    tls,
    detail: language.detail(seen),
    evidence:
      evidence === null
        ? null
        : { ...evidence, certificateOfRelease: isReleaseCertificate(evidence.certificate) },
    query,
  };
}
