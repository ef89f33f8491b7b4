import type { JSX } from 'preact';

import type { ProbeBody, ProbeStepBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { Icon } from '../../shared/components/icon.js';
import { clockTime } from '../../shared/format/time.js';
import { stepLook } from '../format/probe-look.js';
import { secondsWords } from '../format/probe-text.js';
import { hasEnded } from '../state/probe-state.js';
import { t } from '../../shared/texts.js';

/** Everything that was done, as it is done; put away when there is a result to read. */
export function StepList({ probe }: { probe: ProbeBody }): JSX.Element {
  const { steps, result } = probe;
  const list = (
    <ol class="steps">
      {steps.map((step, index) => (
        <Step key={index} step={step} />
      ))}
    </ol>
  );
  if (hasEnded(probe)) {
    const count = t.receiving.steps(steps.length);
    return (
      <details class="disclosure steps-panel">
        <summary>
          {result === null ? count : t.receiving.stepsIn(count, secondsWords(result.durationMs))}
        </summary>
        {list}
      </details>
    );
  }
  return (
    <section class="panel" aria-labelledby="steps-title">
      <h2 id="steps-title">{t.receiving.progress}</h2>
      {steps.length === 0 ? <p class="panel__intro">{t.receiving.firstLookup}</p> : list}
    </section>
  );
}

function Step({ step }: { step: ProbeStepBody }): JSX.Element {
  const { at, host, address, state, text } = step;
  const { tone, icon } = stepLook(state);
  const place = [host, address].filter((part) => part !== null).join(' ');
  return (
    <li class={`step tone-${tone}`}>
      <time class="step__time" dateTime={at}>
        {clockTime(at)}
      </time>
      <Icon name={icon} />
      <span class="step__text">
        {(state === 'warning' || state === 'error') && (
          <span class="visually-hidden">{t.receiving.severities[state]}: </span>
        )}
        {text}
        {place !== '' && (
          <span class="step__place">
            <Breakable text={place} />
          </span>
        )}
      </span>
    </li>
  );
}
