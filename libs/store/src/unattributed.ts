/**
 * Observations without a token come from whoever connects to a scenario host, so their number is bounded: a
 * stranger cannot fill the disk, and one client address cannot push out what was seen of the others.
 */
import { In, type EntityManager } from 'typeorm';

import { SAME_CLIENT_WINDOW_MS } from '#checks';

import { ObservationEntity } from './entities/observation.entity.js';

export const MAX_UNATTRIBUTED_PER_CLIENT = 50;
export const MAX_UNATTRIBUTED = 20_000;

/** Deletes the oldest beyond the bounds, given the clients that were just added to. */
export async function trimUnattributed(
  manager: EntityManager,
  clientAddresses: readonly string[],
): Promise<void> {
  await manager.query(
    `DELETE FROM "observations" WHERE "id" IN (
       SELECT "id" FROM (
         SELECT "id", ROW_NUMBER() OVER (PARTITION BY "client_address" ORDER BY "at" DESC, "id" DESC) AS "rank"
         FROM "observations"
         WHERE "token" IS NULL AND "client_address" IN (${clientAddresses.map(() => '?').join(', ')})
       ) WHERE "rank" > ?)`,
    [...clientAddresses, MAX_UNATTRIBUTED_PER_CLIENT],
  );
  await manager.query(
    `DELETE FROM "observations" WHERE "id" IN (
       SELECT "id" FROM "observations" WHERE "token" IS NULL ORDER BY "id" DESC LIMIT ? OFFSET ?)`,
    [TRIM_LIMIT, MAX_UNATTRIBUTED],
  );
}

/** No transaction adds more than a group of observations, so there is never more to delete. */
const TRIM_LIMIT = 1_000;

/**
 * The ids of unattributed observations that can no longer belong to a check: no delivery by the same client is
 * near, and the time in which one could still come is over twice.
 */
export async function staleUnattributed(manager: EntityManager, now: number): Promise<number[]> {
  const rows: { id: number }[] = await manager.query(
    `SELECT u."id" FROM "observations" u WHERE u."token" IS NULL AND u."at" < ? AND NOT EXISTS (
       SELECT 1 FROM "observations" d WHERE d."kind" = 'delivered' AND d."client_address" = u."client_address"
       AND d."at" BETWEEN u."at" - ? AND u."at" + ?)`,
    [now - 2 * SAME_CLIENT_WINDOW_MS, SAME_CLIENT_WINDOW_MS, SAME_CLIENT_WINDOW_MS],
  );
  return rows.map(({ id }) => id);
}

export async function deleteUnattributed(manager: EntityManager, ids: readonly number[]): Promise<void> {
  await manager.delete(ObservationEntity, { id: In([...ids]) });
}
