import type { JSX } from 'preact';

import type { CheckScenarioBody } from '#contracts';

import { ScenarioCard } from './scenario-card.js';

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
