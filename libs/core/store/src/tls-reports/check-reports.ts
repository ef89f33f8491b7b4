/** What TLS reports say of single checks: kept for those that are live, and no longer than these. */
import type { EntityManager } from 'typeorm';

import type { CheckReport } from '#checks';

import type { NewTlsReport, ReportMention } from './tls-report-store.js';
import { statement } from '../sql/statement.js';

/** A mail system sends one a day for each host; anybody who knows the token may send more. */
const MOST_REPORTS = 20;

const insertReport = statement(
  () => `INSERT INTO "check_reports"
      ("token", "received_at", "source", "signed_by", "organization", "report_id", "start_at", "end_at", "sessions")
    SELECT "token", ?, ?, ?, ?, ?, ?, ?, ? FROM "checks" WHERE "token" = ? AND "expires_at" > ?`,
);
const deleteUnsigned = statement(
  () => `DELETE FROM "check_reports"
    WHERE "token" = ? AND "organization" = ? AND "report_id" = ? AND "signed_by" IS NULL`,
);
const evict = statement(
  () => `DELETE FROM "check_reports" WHERE "id" IN (
    SELECT "id" FROM "check_reports" WHERE "token" = ? ORDER BY "signed_by" IS NULL, "id" DESC LIMIT 100 OFFSET ?)`,
);

/** A signed report takes the place of an unsigned one with its id; of too many, the unsigned and oldest go. */
export async function keepMention(
  manager: EntityManager,
  report: NewTlsReport,
  { token, sessions }: ReportMention,
): Promise<void> {
  const { receivedAt, source, signedBy, organization, reportId, startAt, endAt } = report;
  if (signedBy !== null) await deleteUnsigned(manager, [token, organization, reportId]);
  await insertReport(manager, [
    ...[receivedAt, source, signedBy, organization, reportId, startAt, endAt, JSON.stringify(sessions)],
    ...[token, receivedAt],
  ]);
  await evict(manager, [token, MOST_REPORTS]);
}

type Row = Omit<CheckReport, 'sessions'> & { readonly sessions: string };

const selectReports = statement<Row>(
  () => `SELECT "received_at" AS "receivedAt", "source", "signed_by" AS "signedBy", "organization",
      "report_id" AS "reportId", "start_at" AS "startAt", "end_at" AS "endAt", "sessions"
    FROM "check_reports" WHERE "token" = ? ORDER BY "id"`,
);

export async function readReports(manager: EntityManager, token: string): Promise<CheckReport[]> {
  const rows = await selectReports(manager, [token]);
  return rows.map(({ sessions, ...row }) => ({
    ...row,
    sessions: JSON.parse(sessions) as CheckReport['sessions'],
  }));
}
