import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { outcomeLook } from '../format/outcome-look.js';
import { Icon } from './icon.js';
import { Progress } from './progress.js';
import { VerdictAdvice } from './verdict-advice.js';

export function VerdictBanner({ check }: { check: CheckBody }): JSX.Element {
  const { outcome, provisional, title, explanation, advice } = check.verdict;
  const look = outcomeLook(outcome);
  const open = outcome === 'waiting' || provisional;
  return (
    <section
      class={`verdict tone-${look.tone}${provisional ? ' verdict--provisional' : ''}`}
      aria-labelledby="verdict-title"
      data-outcome={outcome}
    >
      <div class="verdict__head">
        <span class={`badge-icon${open ? ' badge-icon--alive' : ''}`}>
          <Icon name={look.icon} />
        </span>
        <div class="verdict__words">
          <p class="eyebrow">{provisional ? 'Verdict so far – may still change' : 'Verdict'}</p>
          <h2 id="verdict-title">{title}</h2>
          <p class="verdict__explanation">{explanation}</p>
          <Progress scenarios={check.scenarios} />
        </div>
      </div>
      <VerdictAdvice advice={advice} />
    </section>
  );
}
