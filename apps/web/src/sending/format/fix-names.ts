import { ADVICE_TOPICS, type FixNames, type FixSystem, type FixTopic, guessSystem } from '#words';

import type { CheckBody } from '#contracts';

/** What the commands of a fix guide are about, in this check. */
export function namesOfCheck({ token, scenarios }: CheckBody): FixNames {
  const hostOf = (expected: CheckBody['scenarios'][number]['expected']): string => {
    const address = scenarios.find((scenario) => scenario.expected === expected)?.address ?? '';
    return address.slice(address.lastIndexOf('@') + 1);
  };
  return { token, valid: hostOf('delivered'), broken: hostOf('refused') };
}

/** What the servers of the check seem to run. */
export function guessOf({ servers }: CheckBody): FixSystem | null {
  return guessSystem(servers.flatMap(({ name, reverseName }) => [name, reverseName]));
}

/** What there is to fix: null where nothing is. */
export function topicOfCheck({ verdict }: CheckBody): FixTopic | null {
  const topics = verdict.advice.flatMap(({ code }) => ADVICE_TOPICS[code] ?? []);
  return topics.find((topic) => topic !== 'queue') ?? null;
}
