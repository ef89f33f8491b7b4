/** Codes and facts in, text out. Settings and commands stand between backticks. */
import type { Message, ReportFinding, Result, Stranger } from '#checks';
import { type KnownScenario, findScenario } from '#scenarios';

import type { Language, ScenarioText } from './language.js';

export function say({ code, facts }: Message, language: Language): string {
  if (code === 'headline') return language.headline(facts);
  if (code === 'result') return language.findings[facts.finding](facts);
  // Code and facts belong together, which the compiler cannot follow through the table.
  const text = language.messages[code] as (facts: object) => string;
  return text('scenario' in facts ? { ...facts, scenario: titleOf(facts.scenario, language) } : facts);
}

/** Several statements as one paragraph. */
export function sayAll(messages: readonly Message[], language: Language): string {
  return messages.map((message) => say(message, language)).join(' ');
}

/** The scenario's title and summary: those of its own table where the language has none, as in a table made for tests. */
export function scenarioText(
  { id, title, summary }: Pick<KnownScenario, 'id' | 'title' | 'summary'>,
  language: Language,
): ScenarioText {
  return Object.hasOwn(language.scenarios, id) ? language.scenarios[id] : { title, summary };
}

function titleOf(id: string, language: Language): string {
  const scenario = findScenario(id);
  return scenario === undefined ? id : scenarioText(scenario, language).title;
}

export function sayResult({ finding, facts }: Pick<Result, 'finding' | 'facts'>, language: Language): string {
  return language.findings[finding](facts);
}

export function sayReported(finding: ReportFinding, language: Language): string {
  return language.reported[finding];
}

export function sayStranger(
  { address, name, deeds }: Pick<Stranger, 'address' | 'name' | 'deeds'>,
  language: Language,
): string {
  const who = name === null ? address : `${name} (${address})`;
  const parts = deeds.map(
    ({ deed, scenarios }) =>
      `${language.deeds[deed]} (${language.list(scenarios.map((id) => titleOf(id, language)))})`,
  );
  return `${who} ${language.list(parts)}.`;
}
