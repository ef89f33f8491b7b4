/** What to do, for any server and for the systems that most visitors run. */
import type { Advice } from '#checks';
import type { AdviceBody } from '#contracts';
import {
  ADVICE_TOPICS,
  fillIn,
  type FixNames,
  type FixStep,
  GUIDES,
  LANGUAGES,
  type LanguageTag,
} from '#words';

/** The whole guides are in #words; these are the systems that most visitors run. */
const ADVISED = ['postfix', 'exim', 'exchange-online'] as const;

export function viewAdvice(code: Advice, hosts: FixNames, tag: LanguageTag): AdviceBody[] {
  const topic = ADVICE_TOPICS[code];
  const steps = topic === null ? [] : ADVISED.map((system) => GUIDES[tag][system]);
  return [
    { code, audience: 'Any server', step: LANGUAGES[tag].advice[code] },
    ...steps.map(({ name, topics }) => ({
      code,
      audience: name,
      step: briefly(topics[topic ?? 'queue'], hosts),
    })),
  ];
}

/** A guide in one paragraph. */
function briefly(steps: readonly FixStep[], hosts: FixNames): string {
  return steps
    .map(({ text, code }) =>
      code === undefined
        ? text
        : `${text} ${fillIn(code, hosts)
            .split('\n')
            .map((line) => `\`${line}\``)
            .join(' ')}`,
    )
    .join(' ');
}
