/** Who was seen at a check, and what each of them did. */
import type { Observation, Result, ServerVerdict, Stranger } from '#checks';
import type { ResultBody, ServerBody, StrangerBody } from '#contracts';
import { type ScenarioId, SCENARIO_IDS, findScenario } from '#scenarios';
import { type Language, sayResult, sayStranger } from '#words';

import { viewFetches } from './mta-sts.view.js';
import { timestamp } from './timestamp.js';

/** @param fetches of policies, of the check */
export function viewServer(
  { results, ...server }: ServerVerdict,
  fetches: readonly Observation[],
  language: Language,
): ServerBody {
  return { ...server, results: results.flatMap((result) => viewResult(result, fetches, language)) };
}

/** By scenario, in the order of the table. */
export function byScenario(servers: readonly ServerBody[]): ResultBody[] {
  const found = new Map<ScenarioId, ResultBody[]>(SCENARIO_IDS.map((id) => [id, []]));
  for (const { results } of servers) for (const result of results) found.get(result.scenario)?.push(result);
  return [...found.values()].flat();
}

function viewResult(
  { facts, ...result }: Result,
  fetches: readonly Observation[],
  language: Language,
): ResultBody[] {
  const text = sayResult({ finding: result.finding, facts }, language);
  return scenarioIds(result.scenario).map((scenario) => ({
    ...{ ...result, scenario, text },
    fetches: viewFetches(result, fetches),
  }));
}

export function viewStranger(stranger: Stranger, language: Language): StrangerBody {
  const { address, name, firstAt, lastAt, scenarios } = stranger;
  const text = sayStranger(stranger, language);
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
