import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { CheckBody, ObservationBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { Icon } from '../../shared/components/icon.js';
import { clockTime, dayOf, localTimeZone } from '../../shared/format/time.js';
import { type LogEntry, logEntries, lookedUpTypes } from '../format/log-entries.js';
import { kindLook } from '../format/observation-text.js';
import { Evidence } from './evidence.js';
import { ObservationFacts } from './observation-facts.js';
import { Rich } from '../../shared/components/rich.js';
import { t } from '../../shared/texts.js';

/** A server that retries for days fills the list with repetitions: show what is new, the rest on demand. */
const SHOWN_AT_FIRST = 30;

export function Log({ check }: { check: CheckBody }): JSX.Element {
  const [all, setAll] = useState(false);
  const entries = logEntries(check.observations);
  const shown = all ? entries : entries.slice(0, SHOWN_AT_FIRST);
  return (
    <details class="fold log">
      <summary>
        <h2>
          {t.log.title} <span class="fold__aside">{t.log.aside(entries.length)}</span>
        </h2>
      </summary>
      <div class="fold__body">
        <p class="hint">
          <Rich text={t.log.intro(localTimeZone(), `/api/checks/${check.token}`)} />
        </p>
        <ol class="timeline" reversed>
          {shown.map((entry) =>
            entry.kind === 'session' ? (
              <SessionEntry key={entry.observation.id} observation={entry.observation} check={check} />
            ) : (
              <LookupsEntry key={`q${entry.queries[0]?.id ?? ''}`} entry={entry} check={check} />
            ),
          )}
        </ol>
        {shown.length < entries.length && (
          <button type="button" class="button" onClick={() => setAll(true)}>
            {t.log.showAll(entries.length)}
          </button>
        )}
        {check.observationsDropped > 0 && <p class="hint">{t.log.dropped(check.observationsDropped)}</p>}
      </div>
    </details>
  );
}

function titleOf(scenario: string, { scenarios }: CheckBody): string {
  return scenarios.find(({ id }) => id === scenario)?.title ?? scenario;
}

function When({ at }: { at: string }): JSX.Element {
  return (
    <p class="entry__time">
      <time dateTime={at}>
        <span class="entry__clock">{clockTime(at)}</span> <span class="entry__day">{dayOf(at)}</span>
      </time>
    </p>
  );
}

const ATTRIBUTION_WORDS = {
  exact: () => t.log.exact,
  'same-client': () => t.log.byAddress,
  system: () => t.log.byDns,
} as const;

function SessionEntry(props: { observation: ObservationBody; check: CheckBody }): JSX.Element {
  const { observation, check } = props;
  const { at, kind, detail, attribution, scenario } = observation;
  const look = kindLook(kind);
  return (
    <li class={`entry tone-${look.tone}`} data-kind={kind}>
      <When at={at} />
      <div class="entry__body">
        <h3>
          <Icon name={look.icon} />
          {t.log.kinds[kind]} <span class="entry__scenario">{titleOf(scenario, check)}</span>
        </h3>
        <p>{detail}</p>
        <ObservationFacts observation={observation} />
        <details class="disclosure">
          <summary>
            {t.log.evidence}
            <span class="visually-hidden"> {t.log.evidenceOf(t.log.kinds[kind], clockTime(at))}</span>
            <span class="entry__attribution">{ATTRIBUTION_WORDS[attribution]()}</span>
          </summary>
          <Evidence observation={observation} token={check.token} />
        </details>
      </div>
    </li>
  );
}

function LookupsEntry(props: {
  entry: Extract<LogEntry, { kind: 'lookups' }>;
  check: CheckBody;
}): JSX.Element {
  const { entry, check } = props;
  const { queries, scenario } = entry;
  const last = queries[0];
  const types = lookedUpTypes(queries);
  return (
    <li class="entry tone-waiting" data-kind="dns-query">
      <When at={last?.at ?? ''} />
      <div class="entry__body">
        <h3>
          <Icon name="search" />
          {t.log.lookups(types.join(', '))} <span class="entry__scenario">{titleOf(scenario, check)}</span>
        </h3>
        <details class="disclosure">
          <summary>
            {t.log.queries(queries.length)}
            <span class="visually-hidden"> {t.log.about(titleOf(scenario, check))}</span>
          </summary>
          <ul class="queries">
            {queries
              .filter(({ query }) => query !== null && types.includes(query.type))
              .map(({ id, at, clientAddress, query }) => (
                <li key={id}>
                  <span class="entry__clock">{clockTime(at)}</span>{' '}
                  <code>
                    <Breakable text={`${query?.name ?? ''} ${query?.type ?? ''}`} />
                  </code>{' '}
                  {t.log.from} <Breakable text={clientAddress} />,{' '}
                  {query?.dnssecOk === true ? t.log.dnssecAsked : t.log.withoutDnssec}
                </li>
              ))}
          </ul>
        </details>
      </div>
    </li>
  );
}
