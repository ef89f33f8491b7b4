import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { CheckBody, CheckScenarioBody, ObservationBody } from '#contracts';

import { Icon } from '../../shared/components/icon.js';
import { clockTime, dayOf, localTimeZone } from '../../shared/format/time.js';
import { newestFirst } from '../format/newest-first.js';
import { kindLook, titleWords } from '../format/observation-text.js';
import { Evidence } from './evidence.js';
import { ObservationFacts } from './observation-facts.js';

/** A server that retries for days fills the list with repetitions: show what is new, the rest on demand. */
const SHOWN_AT_FIRST = 30;

export function Timeline({ check }: { check: CheckBody }): JSX.Element {
  const [all, setAll] = useState(false);
  const story = newestFirst(check.observations);
  const shown = all ? story : story.slice(0, SHOWN_AT_FIRST);
  return (
    <section aria-labelledby="timeline-title">
      <h2 id="timeline-title">What we saw</h2>
      <p class="section-intro">
        {check.observations.length === 0
          ? 'Nothing yet. Every connection and every message is listed here the moment it happens.'
          : `Newest first, in your time (${localTimeZone()}).`}
      </p>
      {shown.length > 0 && (
        <ol class="timeline" reversed>
          {shown.map((observation) => (
            <TimelineEntry
              key={observation.id}
              observation={observation}
              token={check.token}
              scenario={check.scenarios.find(({ id }) => id === observation.scenario)}
            />
          ))}
        </ol>
      )}
      {shown.length < story.length && (
        <button type="button" class="button" onClick={() => setAll(true)}>
          Show all {story.length}
        </button>
      )}
      {check.observationsDropped > 0 && (
        <p class="section-intro">
          {check.observationsDropped} more were counted but not kept: a check keeps a limited number.
        </p>
      )}
    </section>
  );
}

interface Props {
  readonly observation: ObservationBody;
  readonly token: string;
  readonly scenario: CheckScenarioBody | undefined;
}

function TimelineEntry({ observation, token, scenario }: Props): JSX.Element {
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
