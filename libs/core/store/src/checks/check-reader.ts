/**
 * Reads a check with what was seen for it, all as it was at one moment. The reader's connection is shared, so a transaction
 * cannot hold that moment; two things do: the check and its own observations come from one statement, and what
 * is read after it leaves out what was stored after it (ids appear in the order of commits).
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
import { IN_LIST } from '../sqlite/in-list.js';
import { readObservations, SELECTED } from '../observations/observation-reader.js';
import { RELEASES_COLUMN, releasesOf } from './releases.js';
import type { CheckAtOneMoment, StoredCheck } from '../store.js';
import { UNATTRIBUTED } from '../observations/unattributed.js';

/** A check beside one of its observations: every column of the latter is null where there is none. */
type JoinedRow = Omit<StoredCheck, 'releases'> & {
  readonly releases: string;
  readonly newestId: number;
} & (ObservationEntity | { readonly id: null });

/** Null when there is no such check; an expired one is there until it is deleted. */
export async function readCheck(manager: EntityManager, token: string): Promise<CheckAtOneMoment | null> {
  const rows: JoinedRow[] = await manager.query(
    `SELECT c."created_at" AS "createdAt", c."expires_at" AS "expiresAt", c."observations_dropped" AS "observationsDropped",
       ${RELEASES_COLUMN},
       (SELECT COALESCE(MAX("seq"), 0) FROM "sqlite_sequence" WHERE "name" = 'observations') AS "newestId", ${SELECTED}
     FROM "checks" c LEFT JOIN "observations" ON "observations"."token" = c."token"
     WHERE c."token" = ? ORDER BY "observations"."id"`,
    [token],
  );
  const [first] = rows;
  if (first === undefined) return null;
  const { createdAt, expiresAt, observationsDropped } = first;
  const check = { token, createdAt, expiresAt, observationsDropped, releases: releasesOf(first.releases) };
  const own = rows.flatMap((row) => (row.id === null ? [] : [fromRow(row)]));
  const candidates = await readCandidates(manager, check, own, first.newestId);
  const elsewhere = await readElsewhere(manager, check, candidates, first.newestId);
  return { check, observations: attribute(check, own, candidates, elsewhere), revision: first.newestId };
}

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
  return readObservations(
    manager,
    `${UNATTRIBUTED} AND "client_key" ${IN_LIST} AND "at" BETWEEN ? AND ? AND "id" <= ?`,
    [
      JSON.stringify(clients),
      Math.max(check.createdAt, Math.min(...times) - SAME_CLIENT_WINDOW_MS),
      Math.max(...times) + SAME_CLIENT_WINDOW_MS,
      newestId,
    ],
  );
}

/** Deliveries for other checks by the clients of some unattributed observations, at about their time: one of each is enough. */
async function readElsewhere(
  manager: EntityManager,
  { token }: Check,
  unattributed: readonly StoredObservation[],
  newestId: number,
): Promise<Delivered[]> {
  if (unattributed.length === 0) return [];
  const asked = unattributed.map(({ at, clientAddress }) => ({ at, clientAddress }));
  return manager.query(
    `SELECT u.value ->> 'clientAddress' AS "clientAddress", u.value ->> 'at' AS "at" FROM json_each(?) u
     WHERE EXISTS (SELECT 1 FROM "observations" INDEXED BY "observations_deliveries"
       WHERE "kind" = 'delivered' AND "client_address" = u.value ->> 'clientAddress'
         AND "at" BETWEEN u.value ->> 'at' - ? AND u.value ->> 'at' + ?
         AND "token" IS NOT NULL AND "token" <> ? AND "id" <= ?)`,
    [JSON.stringify(asked), SAME_CLIENT_WINDOW_MS, SAME_CLIENT_WINDOW_MS, token, newestId],
  );
}
