import type { JSX } from 'preact';

import type { CheckScenarioBody } from '#contracts';

import { conclusionLook } from '../format/outcome-look.js';
import { seenCount, stateWords } from '../format/scenario-text.js';
import { Icon } from './icon.js';

/** One chip a host: the whole check at a glance. */
export function Progress({ scenarios }: { scenarios: readonly CheckScenarioBody[] }): JSX.Element {
  return (
    <div class="progress">
      <p class="progress__count">
        {seenCount(scenarios)} of {scenarios.length} seen
      </p>
      <ul class="progress__hosts">
        {scenarios.map(({ id, title, state, conclusion }) => {
          const look = conclusionLook(conclusion);
          return (
            <li key={id} class={`chip tone-${look.tone}`}>
              <Icon name={look.icon} />
              <span>
                {title}: {stateWords(state).toLowerCase()}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
