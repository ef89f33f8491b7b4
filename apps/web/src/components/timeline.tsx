import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { CheckBody } from '#contracts';

import { newestFirst } from '../format/newest-first.js';
import { localTimeZone } from '../format/time.js';
import { TimelineEntry } from './timeline-entry.js';

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
