/** Between an observation and its row. */
import {
  clientKey,
  type NameQuery,
  type NewObservation,
  OBSERVATION_KINDS,
  type SessionEvidence,
  type SessionTiming,
  type StoredObservation,
  type TlsFacts,
} from '#checks';

import type { ObservationEntity } from './observation.entity.js';

export type ObservationRow = Omit<ObservationEntity, 'id' | 'check'>;

type EvidenceColumns = Pick<ObservationRow, 'sessionEnd' | Exclude<keyof SessionEvidence, 'end'>>;

const NO_EVIDENCE: EvidenceColumns = {
  session: null,
  clientPort: null,
  sessionEnd: null,
  alert: null,
  certificate: null,
  sinceCertificateMs: null,
  reached: null,
  reply: null,
  timing: null,
  mailFrom: null,
  recipient: null,
  messageId: null,
  size: null,
};

export function toRow(observation: NewObservation): ObservationRow {
  return {
    token: observation.token,
    at: observation.at,
    kind: observation.kind,
    scenario: observation.scenario,
    clientAddress: observation.clientAddress,
    clientKey: observation.token === null ? clientKey(observation.clientAddress) : null,
    clientName: observation.clientName,
    tlsVersion: observation.tls?.version ?? null,
    tlsCipher: observation.tls?.cipher ?? null,
    tlsServerName: observation.tls?.serverName ?? null,
    detail: observation.detail,
    ...evidenceColumns(observation.evidence),
    queryName: observation.query?.name ?? null,
    queryType: observation.query?.type ?? null,
    queryDnssecOk: observation.query?.dnssecOk ?? null,
    queryTransport: observation.query?.transport ?? null,
    queryResolverPort: observation.query?.resolverPort ?? null,
  };
}

function evidenceColumns(evidence: SessionEvidence | null): EvidenceColumns {
  if (evidence === null) return NO_EVIDENCE;
  const { end, timing, ...columns } = evidence;
  return { ...columns, sessionEnd: end, timing: timing === null ? null : JSON.stringify(timing) };
}

/**
 * Another version on the same database, an earlier one or one beside this, may have recorded kinds that this one does not know. They
 * say nothing here: taken for sessions, they would be something that went wrong.
 */
export function isKnown({ kind }: Pick<ObservationRow, 'kind'>): boolean {
  return KINDS.has(kind);
}

const KINDS: ReadonlySet<string> = new Set(OBSERVATION_KINDS);

export function fromRow(row: ObservationEntity): StoredObservation {
  return {
    id: row.id,
    token: row.token,
    at: row.at,
    kind: row.kind,
    scenario: row.scenario,
    clientAddress: row.clientAddress,
    clientName: row.clientName,
    tls: tlsOf(row),
    detail: row.detail,
    evidence: evidenceOf(row),
    query: queryOf(row),
  };
}

function tlsOf(row: ObservationEntity): TlsFacts | null {
  if (row.tlsVersion === null) return null;
  return { version: row.tlsVersion, cipher: row.tlsCipher, serverName: row.tlsServerName };
}

function evidenceOf(row: ObservationEntity): SessionEvidence | null {
  if (row.session === null || row.clientPort === null || row.sessionEnd === null) return null;
  return {
    session: row.session,
    clientPort: row.clientPort,
    end: row.sessionEnd,
    alert: row.alert,
    certificate: row.certificate,
    sinceCertificateMs: row.sinceCertificateMs,
    reached: row.reached,
    reply: row.reply,
    timing: row.timing === null ? null : (JSON.parse(row.timing) as SessionTiming),
    mailFrom: row.mailFrom,
    recipient: row.recipient,
    messageId: row.messageId,
    size: row.size,
  };
}

function queryOf(row: ObservationEntity): NameQuery | null {
  if (
    row.queryName === null ||
    row.queryType === null ||
    row.queryTransport === null ||
    row.queryResolverPort === null
  )
    return null;
  return {
    name: row.queryName,
    type: row.queryType,
    // SQLite has no booleans: a row that is read without the query builder holds 0 or 1.
    dnssecOk: Boolean(row.queryDnssecOk),
    transport: row.queryTransport,
    resolverPort: row.queryResolverPort,
  };
}
