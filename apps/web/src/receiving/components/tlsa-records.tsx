import type { JSX } from 'preact';

import type { ProbeHostBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { RfcReference } from '../../shared/components/rfc-reference.js';
import { recordWords, tlsaWords } from '../format/probe-text.js';
import { type RecordSummary, summarizeRecords } from '../format/record-summary.js';
import { Chip } from './chip.js';
import { t } from '../../shared/texts.js';

export function TlsaRecords({ host }: { host: ProbeHostBody }): JSX.Element {
  const { tlsa } = host;
  return (
    <div>
      <h4>{t.mailServer.tlsa.title}</h4>
      <p class="host__facts">
        <code>
          <Breakable text={tlsa.name} />
        </code>
        : {tlsaWords(tlsa)}
      </p>
      {tlsa.records.length > 0 && (
        <ul class="records">
          {summarizeRecords(host).map((summary) => (
            <Record key={summary.record.text} summary={summary} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Record({ summary }: { summary: RecordSummary }): JSX.Element {
  const { record, look, words, reason, rfc } = summary;
  return (
    <li class="record">
      <div class="record__text">
        <span class="record__words">{recordWords(record)}</span>
        <code>{record.text}</code>
        {reason !== null && (
          <p class="record__reason">
            {reason} {rfc !== null && <RfcReference reference={rfc} />}
          </p>
        )}
      </div>
      <Chip look={look} text={words} />
    </li>
  );
}
