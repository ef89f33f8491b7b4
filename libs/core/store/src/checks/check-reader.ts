/**
 * Reads a check with what was seen for it, all as it was at one moment. The reader's connection is shared, so a transaction
 * cannot hold that moment; two things do: the check and its own observations come from one statement, and what
 * is read after it leaves out what was stored after it (ids appear in the order of commits). TLS reports, which decide
 * nothing, may be newer.
 */
import type { EntityManager } from 'typeorm';

import {
  attribute,
  type Check,
  claimingDeliveries,
  type Delivered,
  clientKey,
  SAME_CLIENT_WINDOW_MS,
  type StoredObservation,
} from '#checks';

import type { ObservationEntity } from '../observations/observation.entity.js';
import { fromRow } from '../observations/observation.mapper.js';
import { readingObservations, SELECTED } from '../observations/observation-reader.js';
import { statement } from '../sql/statement.js';
import { releasesColumn, releasesOf } from './releases.js';
import type { CheckAtOneMoment, StoredCheck } from '../store.js';
import { readReports } from '../tls-reports/check-reports.js';
import { unattributed } from '../observations/unattributed.js';

/** A check beside one of its observations: every column of the latter is null where there is none. */
type JoinedRow = Omit<StoredCheck, 'releases'> & {
  readonly releases: string;
  readonly newestId: number;
} & (ObservationEntity | { readonly id: null });

const selectCheck = statement<JoinedRow>(
  (
    sql,
  ) => `SELECT c."created_at" AS "createdAt", c."expires_at" AS "expiresAt", c."observations_dropped" AS "observationsDropped",
    ${releasesColumn(sql)}, ${sql.newestId} AS "newestId", ${SELECTED}
  FROM "checks" c LEFT JOIN "observations" ON "observations"."token" = c."token"
  WHERE c."token" = ? ORDER BY "observations"."id"`,
);

/** Null when there is no such check; an expired one is there until it is deleted. */
export async function readCheck(manager: EntityManager, token: string): Promise<CheckAtOneMoment | null> {
  const rows = await selectCheck(manager, [token]);
  const [first] = rows;
  if (first === undefined) return null;
  const { createdAt, expiresAt, observationsDropped } = first;
  const check = { token, createdAt, expiresAt, observationsDropped, releases: releasesOf(first.releases) };
  const own = rows.flatMap((row) => (row.id === null ? [] : [fromRow(row)]));
  const candidates = await readCandidates(manager, check, own, first.newestId);
  const elsewhere = await readElsewhere(manager, check, candidates, first.newestId);
  const reports = await readReports(manager, token);
  return {
    check,
    observations: attribute(check, own, candidates, elsewhere),
    reports,
    revision: first.newestId,
  };
}

const readUnattributed = readingObservations(
  (sql) => `${unattributed(sql)} AND "client_key" ${sql.inList} AND "at" BETWEEN ? AND ? AND "id" <= ?`,
);

/**
 * Unattributed observations from about where and when deliveries for the check came: `attribute` says which of them belong to it.
 */
async function readCandidates(
  manager: EntityManager,
  check: Check,
  own: readonly StoredObservation[],
  newestId: number,
): Promise<StoredObservation[]> {
  const deliveries = claimingDeliveries(own);
  if (deliveries.length === 0) return [];
  const clients = [...new Set(deliveries.map(({ clientAddress }) => clientKey(clientAddress)))];
  const times = deliveries.map(({ at }) => at);
  return readUnattributed(manager, [
    JSON.stringify(clients),
    Math.max(check.createdAt, Math.min(...times) - SAME_CLIENT_WINDOW_MS),
    Math.max(...times) + SAME_CLIENT_WINDOW_MS,
    newestId,
  ]);
}

const selectElsewhere = statement<Delivered>(
  (sql) => `SELECT u."clientAddress", u."at" FROM (
      SELECT ${sql.field(0, 'text')} AS "clientAddress", ${sql.field(1, 'integer')} AS "at" FROM ${sql.rows}) u
    WHERE EXISTS (SELECT 1 FROM "observations" d ${sql.indexedBy('observations_deliveries')}
      WHERE d."kind" = 'delivered' AND d."client_address" = u."clientAddress" AND d."at" BETWEEN u."at" - ? AND u."at" + ?
        AND d."token" IS NOT NULL AND d."token" <> ? AND d."id" <= ?)`,
);

/** Deliveries for other checks by the clients of some unattributed observations, at about their time: one of each is enough. */
async function readElsewhere(
  manager: EntityManager,
  { token }: Check,
  strangers: readonly StoredObservation[],
  newestId: number,
): Promise<Delivered[]> {
  if (strangers.length === 0) return [];
  const asked = strangers.map(({ at, clientAddress }) => [clientAddress, at]);
  return selectElsewhere(manager, [
    JSON.stringify(asked),
    SAME_CLIENT_WINDOW_MS,
    SAME_CLIENT_WINDOW_MS,
    token,
    newestId,
  ]);
}
