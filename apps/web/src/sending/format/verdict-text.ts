import type { VerdictBody } from '#contracts';
import { t } from '../../shared/texts.js';

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
        ? [message.text, t.result.verdict.sameAtMore(left.length)]
        : [message.text],
    )
    .join(' ');
}
