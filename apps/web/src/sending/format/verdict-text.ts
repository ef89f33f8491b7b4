import type { VerdictBody } from '#contracts';

/** More scenarios than this are named by the table below alone. */
const SCENARIOS_NAMED = 2;

/** The paragraph under the headline, which stays one however many scenarios failed. */
export function explanationOf({ messages }: Pick<VerdictBody, 'messages'>): string {
  const ofScenarios = messages.filter(({ code }) => code === 'delivered-at');
  const left = ofScenarios.slice(SCENARIOS_NAMED);
  const last = ofScenarios[SCENARIOS_NAMED - 1];
  return messages
    .filter((message) => !left.includes(message))
    .flatMap((message) =>
      message === last && left.length > 0
        ? [
            message.text,
            `The same at ${left.length} more ${left.length === 1 ? 'scenario' : 'scenarios'}, see below.`,
          ]
        : [message.text],
    )
    .join(' ');
}
