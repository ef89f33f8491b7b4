import type { JSX } from 'preact';

import type { CheckScenarioBody } from '#contracts';

import { scenarioLook } from '../format/outcome-look.js';
import { seenCount, stateWords } from '../format/scenario-text.js';
import { Icon } from '../../shared/components/icon.js';

/** One chip a host: the whole check at a glance. */
export function Progress({ scenarios }: { scenarios: readonly CheckScenarioBody[] }): JSX.Element {
  return (
    <div class="progress">
      <p class="progress__count">
        {seenCount(scenarios)} of {scenarios.length} seen
      </p>
      <ul class="progress__hosts">
        {scenarios.map(({ id, title, state, conclusion }) => {
          const look = scenarioLook({ state, conclusion });
          return (
            <li key={id} class={`chip tone-${look.tone}`}>
              <Icon name={look.icon} />
              <span>
                {title}: {inSentence(stateWords(state))}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Not all of it in lower case: “broke off in TLS”. */
function inSentence(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
