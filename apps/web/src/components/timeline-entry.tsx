import type { JSX } from 'preact';

import type { CheckScenarioBody, ObservationBody } from '#contracts';

import { kindLook, titleWords } from '../format/observation-text.js';
import { clockTime, dayOf } from '../format/time.js';
import { Evidence } from './evidence.js';
import { Icon } from './icon.js';
import { ObservationFacts } from './observation-facts.js';

interface Props {
  readonly observation: ObservationBody;
  readonly token: string;
  readonly scenario: CheckScenarioBody | undefined;
}

export function TimelineEntry({ observation, token, scenario }: Props): JSX.Element {
  const { at, kind, detail, attribution } = observation;
  const look = kindLook(kind);
  return (
    <li class={`entry tone-${look.tone}`} data-kind={kind}>
      <p class="entry__time">
        <time dateTime={at}>
          <span class="entry__clock">{clockTime(at)}</span> <span class="entry__day">{dayOf(at)}</span>
        </time>
      </p>
      <div class="entry__body">
        <h3>
          <Icon name={look.icon} />
          {titleWords(observation)}{' '}
          <span class="entry__scenario">{scenario?.title ?? observation.scenario}</span>
        </h3>
        <p>{detail}</p>
        <ObservationFacts observation={observation} />
        <details class="disclosure">
          <summary>
            Evidence{' '}
            <span class="entry__attribution">
              {attribution === 'exact' ? 'exact attribution' : 'attributed by client address'}
            </span>
          </summary>
          <Evidence observation={observation} token={token} />
        </details>
      </div>
    </li>
  );
}
