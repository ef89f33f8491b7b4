import type { JSX } from 'preact';

import type { ObservationBody } from '#contracts';

import { evidenceRows } from '../format/evidence-rows.js';
import { attributionWords } from '../format/observation-text.js';
import { queryRows } from '../format/query-rows.js';
import { t } from '../../shared/texts.js';

export function Evidence({
  observation,
  token,
}: {
  observation: ObservationBody;
  token: string;
}): JSX.Element {
  const { evidence, query, at, id } = observation;
  return (
    <dl class="facts facts--evidence">
      <Row name={t.log.rows.attribution} value={attributionWords(observation, token)} />
      <Row name={t.log.rows.time} value={at} />
      {query !== null && queryRows(query).map((row) => <Row key={row.name} {...row} />)}
      {evidence !== null && evidenceRows(evidence).map((row) => <Row key={row.name} {...row} />)}
      <Row name={t.log.rows.observation} value={String(id)} />
    </dl>
  );
}

function Row({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div class="facts__row">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
