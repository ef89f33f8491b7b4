import type { JSX } from 'preact';

import type { AdviceBody } from '#contracts';

import { Prose } from './prose.js';

/** The next step for each mail system; nothing where there is nothing to do. */
export function VerdictAdvice({ advice }: { advice: readonly AdviceBody[] }): JSX.Element | null {
  if (advice.length === 0) return null;
  return (
    <div class="advice">
      <h3>What to do next</h3>
      <dl>
        {advice.map(({ audience, step }) => (
          <div key={`${audience} ${step}`} class="advice__step">
            <dt>{audience}</dt>
            <dd>
              <Prose text={step} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
