/**
 * Observations without a token come from whoever connects to a scenario host, so their number is bounded: a
 * stranger cannot fill the disk, and one client (an IPv4 address or an IPv6 /64) cannot push out what was seen of
 * the others.
 */
import { In, type EntityManager } from 'typeorm';

import { SAME_CLIENT_WINDOW_MS } from '#checks';

import { ObservationEntity } from './entities/observation.entity.js';
import { IN_LIST } from './in-list.js';

/**
 * Those of some clients, after the name of the table: SQLite, which thinks that a token that is NULL is as rare as any other,
 * would go through all of them.
 */
export const UNATTRIBUTED = 'INDEXED BY "observations_unattributed" WHERE "token" IS NULL';

/** Of the observations `d`: deliveries at the classic address of their check, as `isClassicDelivery` has it. */
export const CLASSIC_DELIVERY = `d."kind" = 'delivered' AND d."recipient" LIKE d."token" || '@%'`;

export const MAX_UNATTRIBUTED_PER_CLIENT = 50;
/** Of the older ones, the refusals that were the first to prove something about a check; the newest of these. */
const MAX_PROOFS_PER_CLIENT = 20;
export const MAX_UNATTRIBUTED = 20_000;

/** Deletes the oldest beyond the bounds, given the clients that were just added to. */
export async function trimUnattributed(manager: EntityManager, clientKeys: readonly string[]): Promise<void> {
  await trimClients(manager, clientKeys);
  await manager.query(
    `DELETE FROM "observations" WHERE "id" IN (
       SELECT "id" FROM "observations" WHERE "token" IS NULL ORDER BY "id" DESC LIMIT ? OFFSET ?)`,
    [TRIM_LIMIT, MAX_UNATTRIBUTED],
  );
}

/**
 * A sender retries for days what it refused: if the newest alone were kept, its later attempts would push out the
 * evidence. The cross joins keep SQLite to that order, in which each step is a search in an index.
 */
async function trimClients(manager: EntityManager, clientKeys: readonly string[]): Promise<void> {
  await manager.query(
    `WITH "old" AS (
       SELECT * FROM (
         SELECT "id", "client_key", "client_address", "scenario", "kind", "at",
           ROW_NUMBER() OVER (PARTITION BY "client_key" ORDER BY "at" DESC, "id" DESC) AS "rank"
         FROM "observations" ${UNATTRIBUTED} AND "client_key" ${IN_LIST}
       ) WHERE "rank" > ?),
     "proofs" AS (
       SELECT MIN(o."id") AS "id", o."client_key" FROM "old" o
       CROSS JOIN "observations" d ON ${CLASSIC_DELIVERY} AND d."client_address" = o."client_address"
         AND d."at" BETWEEN o."at" - ? AND o."at" + ?
       CROSS JOIN "checks" c ON c."token" = d."token" AND c."created_at" <= o."at"
       WHERE o."kind" = 'refused' GROUP BY c."token", o."client_address", o."scenario"),
     "spared" AS (
       SELECT "id", ROW_NUMBER() OVER (PARTITION BY "client_key" ORDER BY "id" DESC) AS "rank"
       FROM (SELECT DISTINCT * FROM "proofs"))
     DELETE FROM "observations" WHERE "id" IN (SELECT "id" FROM "old")
       AND "id" NOT IN (SELECT "id" FROM "spared" WHERE "rank" <= ?)`,
    [
      JSON.stringify(clientKeys),
      MAX_UNATTRIBUTED_PER_CLIENT,
      SAME_CLIENT_WINDOW_MS,
      SAME_CLIENT_WINDOW_MS,
      MAX_PROOFS_PER_CLIENT,
    ],
  );
}

/** No transaction adds more than a group of observations, so there is never more to delete. */
const TRIM_LIMIT = 1_000;

/**
 * The ids of unattributed observations that can no longer belong to a check: no delivery by the same client at a
 * classic address is near, and the time in which one could still come is over twice.
 */
export async function staleUnattributed(manager: EntityManager, now: number): Promise<number[]> {
  const rows: { id: number }[] = await manager.query(
    `SELECT u."id" FROM "observations" u WHERE u."token" IS NULL AND u."at" < ? AND NOT EXISTS (
       SELECT 1 FROM "observations" d WHERE ${CLASSIC_DELIVERY} AND d."client_address" = u."client_address"
       AND d."at" BETWEEN u."at" - ? AND u."at" + ?)`,
    [now - 2 * SAME_CLIENT_WINDOW_MS, SAME_CLIENT_WINDOW_MS, SAME_CLIENT_WINDOW_MS],
  );
  return rows.map(({ id }) => id);
}

export async function deleteUnattributed(manager: EntityManager, ids: readonly number[]): Promise<void> {
  await manager.delete(ObservationEntity, { id: In([...ids]) });
}
