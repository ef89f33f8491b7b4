import type { JSX } from 'preact';

import type { CheckScenarioBody } from '#contracts';

import { Icon } from '../../shared/components/icon.js';
import { RfcReference } from '../../shared/components/rfc-reference.js';
import { scenarioLook } from '../format/outcome-look.js';
import { conclusionWords, expectedWords, stateWords } from '../format/scenario-text.js';

export function ScenarioList({ scenarios }: { scenarios: readonly CheckScenarioBody[] }): JSX.Element {
  return (
    <section aria-labelledby="scenarios-title">
      <h2 id="scenarios-title">What your server did</h2>
      <ul class="cards">
        {scenarios.map((scenario) => (
          <ScenarioCard key={scenario.id} scenario={scenario} />
        ))}
      </ul>
    </section>
  );
}

function ScenarioCard({ scenario }: { scenario: CheckScenarioBody }): JSX.Element {
  const { id, title, summary, expected, state, conclusion, finding, rfc } = scenario;
  const look = scenarioLook(scenario);
  return (
    <li class={`card tone-${look.tone}`} data-scenario={id} data-state={state}>
      <div class="card__head">
        <h3>{title}</h3>
        <p class="card__summary">{summary}</p>
      </div>
      <div class="card__result">
        <p class="card__state">
          <span class={`badge-icon badge-icon--small${state === 'waiting' ? ' badge-icon--alive' : ''}`}>
            <Icon name={look.icon} />
          </span>
          <span>
            <strong>{stateWords(state)}</strong>
            {conclusion !== 'waiting' && <span class="card__conclusion">{conclusionWords(conclusion)}</span>}
          </span>
        </p>
        <p>{finding}</p>
      </div>
      <p class="card__expected">
        {expectedWords(expected)} <RfcReference reference={rfc} />
      </p>
    </li>
  );
}
