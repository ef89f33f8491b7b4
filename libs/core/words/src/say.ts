/** Codes and facts in, text out. Settings and commands stand between backticks. */
import type { Message, Result, Stranger } from '#checks';

import type { Language } from './language.js';

export function say({ code, facts }: Message, language: Language): string {
  if (code === 'headline') return language.headline(facts);
  if (code === 'result') return language.findings[facts.finding](facts);
  // Code and facts belong together, which the compiler cannot follow through the table.
  const text = language.messages[code] as (facts: Message['facts']) => string;
  return text(facts);
}

/** Several statements as one paragraph. */
export function sayAll(messages: readonly Message[], language: Language): string {
  return messages.map((message) => say(message, language)).join(' ');
}

export function sayResult({ finding, facts }: Pick<Result, 'finding' | 'facts'>, language: Language): string {
  return language.findings[finding](facts);
}

/** @param titleOf the title of a scenario by its id */
export function sayStranger(
  { address, name, deeds }: Pick<Stranger, 'address' | 'name' | 'deeds'>,
  titleOf: (scenario: string) => string,
  language: Language,
): string {
  const who = name === null ? address : `${name} (${address})`;
  const parts = deeds.map(
    ({ deed, scenarios }) => `${language.deeds[deed]} (${language.list(scenarios.map(titleOf))})`,
  );
  return `${who} ${language.list(parts)}.`;
}
