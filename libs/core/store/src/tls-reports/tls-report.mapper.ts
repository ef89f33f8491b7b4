import type { AnyTlsReport } from './tls-report-store.js';
import type { TlsReportEntity } from './tls-report.entity.js';

export function fromRow(row: TlsReportEntity): AnyTlsReport {
  const { id, receivedAt, source, clientAddress, dkim, signedBy, dkimReason } = row;
  const origin = { id, receivedAt, source, clientAddress, dkim, signedBy, dkimReason };
  if (row.problem !== null) {
    return { kind: 'malformed', ...origin, problem: row.problem, raw: row.raw ?? Buffer.alloc(0) };
  }
  return {
    kind: 'report',
    ...origin,
    organization: row.organization ?? '',
    reportId: row.reportId ?? '',
    contact: row.contact,
    startAt: row.startAt ?? 0,
    endAt: row.endAt ?? 0,
    successes: row.successes ?? 0,
    failures: row.failures ?? 0,
    policies: row.policies ?? '[]',
  };
}
