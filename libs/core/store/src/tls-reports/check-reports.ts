/** What TLS reports say of single checks: kept for those that are live, and no longer than these. */
import type { EntityManager } from 'typeorm';

import { type CheckReport, SHARED_HOST_SCENARIOS } from '#checks';

import type { NewTlsReport, ReportMention, SharedDelivery } from './tls-report-store.js';
import { type Dialect, statement } from '../sql/statement.js';

/**
 * Characters for each check and way of matching. A mail system sends a report a day for each host, and strangers who know the token
 * or an address that mailed the check send as many as they like: none must make the check too large to be read. Each way has a room
 * of its own, so that those who know an address alone displace nothing that names the check.
 */
const ROOM = 98_304;
/** What one signer has of it, or all that is unsigned: a report on each host fits. */
const SHARE = 49_152;
/** Both ways of matching by domain have one room. */
const WAY = `CASE WHEN "matched_by" LIKE 'domain%' THEN 'domain' ELSE "matched_by" END`;
/** What a report takes beside its names and sessions. */
const OVERHEAD = 500;

const insertReport = statement(
  () => `INSERT INTO "check_reports"
      ("token", "received_at", "matched_by", "source", "signed_by", "organization", "report_id", "start_at", "end_at", "sessions")
    SELECT "token", ?, ?, ?, ?, ?, ?, ?, ?, ? FROM "checks" WHERE "token" = ? AND "expires_at" > ?`,
);
const deleteUnsigned = statement(
  () => `DELETE FROM "check_reports"
    WHERE "token" = ? AND "organization" = ? AND "report_id" = ? AND "signed_by" IS NULL`,
);
const evict = statement(
  () => `DELETE FROM "check_reports" WHERE "id" IN (
    SELECT "id" FROM (
      SELECT "id", SUM("size") OVER (PARTITION BY ${WAY} ORDER BY "signed_by" IS NULL, "id" DESC) AS "of_all",
        SUM("size") OVER (PARTITION BY ${WAY}, "signed_by" ORDER BY "id" DESC) AS "of_signer"
      FROM (SELECT *, ${OVERHEAD} + LENGTH("sessions") + LENGTH("organization") + LENGTH("report_id") AS "size"
        FROM "check_reports" WHERE "token" = ?) "sized") "ranked"
    WHERE "of_all" > ${ROOM} OR "of_signer" > ${SHARE})`,
);

/** A signed report takes the place of an unsigned one with its id; of too many, the unsigned and oldest go. */
export async function keepMention(
  manager: EntityManager,
  report: NewTlsReport,
  { token, matchedBy, sessions }: ReportMention,
): Promise<void> {
  const { receivedAt, source, signedBy, organization, reportId, startAt, endAt } = report;
  if (signedBy !== null) await deleteUnsigned(manager, [token, organization, reportId]);
  await insertReport(manager, [
    ...[receivedAt, matchedBy, source, signedBy, organization, reportId, startAt, endAt],
    ...[JSON.stringify(sessions), token, receivedAt],
  ]);
  await evict(manager, [token]);
}

/** The reports on a check as one column, after SELECT: an array of arrays, each as `reportsOf` reads it. */
export function reportsColumn(sql: Dialect): string {
  const columns = [
    ...['id', 'received_at', 'matched_by', 'source', 'signed_by', 'organization', 'report_id', 'start_at'],
    ...['end_at', 'sessions'],
  ].map((column) => `p."${column}"`);
  return `${sql.jsonRows(columns, '"check_reports" p WHERE p."token" = c."token"')} AS "reports"`;
}

type ReportValues = readonly [
  id: number,
  receivedAt: number,
  matchedBy: CheckReport['matchedBy'],
  source: CheckReport['source'],
  signedBy: string | null,
  organization: string,
  reportId: string,
  startAt: number,
  endAt: number,
  sessions: string,
];

/** Reads what `reportsColumn` selects, in the order in which the reports came. */
export function reportsOf(column: string): CheckReport[] {
  return (JSON.parse(column) as ReportValues[])
    .toSorted(([one], [other]) => one - other)
    .map(
      ([
        ,
        receivedAt,
        matchedBy,
        source,
        signedBy,
        organization,
        reportId,
        startAt,
        endAt,
        sessions,
      ]): CheckReport => ({
        ...{ receivedAt, matchedBy, source, signedBy, organization, reportId, startAt, endAt },
        sessions: JSON.parse(sessions) as CheckReport['sessions'],
      }),
    );
}

/** Of the newest deliveries of an address: a large system makes more in a day, and strangers name any period. */
const MOST_DELIVERIES = 500;

const selectShared = statement<SharedDelivery>(
  (sql) => `SELECT d."token", d."scenario", MAX(d."at") AS "at" FROM (
      SELECT "token", "scenario", "recipient", "at" FROM "observations" ${sql.indexedBy('observations_deliveries')}
      WHERE "kind" = 'delivered' AND "client_address" = ? AND "at" BETWEEN ? AND ? ORDER BY "at" DESC LIMIT ${MOST_DELIVERIES}
    ) d ${sql.orderedJoin} "checks" c ON c."token" = d."token" AND c."expires_at" > ?
    WHERE LOWER(d."recipient") LIKE d."token" || '@%' OR d."scenario" IN (${SHARED_HOST_SCENARIOS.map((id) => `'${id}'`).join(', ')})
    GROUP BY d."token", d."scenario"`,
);

/** Deliveries for live checks at hosts that all checks share, by an address and in a period. */
export async function readSharedDeliveries(
  manager: EntityManager,
  address: string,
  { startAt, endAt, receivedAt }: Pick<NewTlsReport, 'startAt' | 'endAt' | 'receivedAt'>,
): Promise<SharedDelivery[]> {
  return selectShared(manager, [address, startAt, endAt, receivedAt]);
}
