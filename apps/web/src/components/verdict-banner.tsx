import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { outcomeLook } from '../format/outcome-look.js';
import { Icon } from './icon.js';
import { Progress } from './progress.js';
import { VerdictAdvice } from './verdict-advice.js';

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
