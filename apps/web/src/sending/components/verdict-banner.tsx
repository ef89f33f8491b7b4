import type { JSX } from 'preact';

import type { AdviceBody, CheckBody } from '#contracts';

import { Icon } from '../../shared/components/icon.js';
import { Prose } from '../../shared/components/prose.js';
import { outcomeLook } from '../format/outcome-look.js';
import { Progress } from './progress.js';

export function VerdictBanner({ check }: { check: CheckBody }): JSX.Element {
  const { outcome, provisional, title, explanation, advice } = check.verdict;
  const look = outcomeLook(outcome);
  const waiting = outcome === 'waiting';
  return (
    <section
      class={`verdict tone-${look.tone}${modifier(waiting, provisional)}`}
      aria-labelledby="verdict-title"
      data-outcome={outcome}
    >
      <div class="verdict__head">
        <span class={`badge-icon${waiting || provisional ? ' badge-icon--alive' : ''}`}>
          <Icon name={look.icon} />
        </span>
        <div class="verdict__title">
          <p class="eyebrow">{eyebrow(waiting, provisional)}</p>
          <h2 id="verdict-title">{title}</h2>
        </div>
        <div class="verdict__body">
          <p class="verdict__explanation">{explanation}</p>
          <Progress scenarios={check.scenarios} />
        </div>
      </div>
      <VerdictAdvice advice={advice} />
    </section>
  );
}

function modifier(waiting: boolean, provisional: boolean): string {
  if (waiting) return ' verdict--waiting';
  return provisional ? ' verdict--provisional' : '';
}

function eyebrow(waiting: boolean, provisional: boolean): string {
  if (waiting) return 'Watching live';
  return provisional ? 'Verdict so far – may still change' : 'Verdict';
}

/** The next step for each mail system; nothing where there is nothing to do. */
function VerdictAdvice({ advice }: { advice: readonly AdviceBody[] }): JSX.Element | null {
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
