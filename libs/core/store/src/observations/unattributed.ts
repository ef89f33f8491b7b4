/**
 * Observations without a token come from whoever connects to a scenario host, so their number is bounded: a
 * stranger cannot fill the disk, and one client (an IPv4 address or an IPv6 /64) cannot push out what was seen of
 * the others.
 */
import { In, type EntityManager } from 'typeorm';

import {
  LONGEST_POLICY_MS,
  NAMELESS_SCENARIOS,
  POLICY_SCENARIOS,
  POOLED_SCENARIOS,
  SAME_CLIENT_WINDOW_MS,
  SHARED_HOST_SCENARIOS,
} from '#checks';
import { changesByPhase, JUDGED_EDGES_MS, PHASE_MS, SCENARIOS } from '#scenarios';

import { ObservationEntity } from './observation.entity.js';
import { type Dialect, type Statement, statement } from '../sql/statement.js';

/**
 * Those of some clients, after the name of the table: SQLite, which thinks that a token that is NULL is as rare as any other,
 * would go through all of them.
 */
export function unattributed(sql: Dialect): string {
  return `${sql.indexedBy('observations_unattributed')} WHERE "token" IS NULL`;
}

const DELIVERY = `d."kind" = 'delivered' AND d."token" IS NOT NULL`;
/** They claim what was seen at any scenario. */
const CLASSIC = `LOWER(d."recipient") LIKE d."token" || '@%' AND d."scenario" NOT IN (${listed(['', ...POLICY_SCENARIOS])})`;

/**
 * Of the observations `d`, deliveries that may claim the unattributed ones of a scenario, as `isSameClient` has them.
 *
 * @param scenario in SQL
 */
export function claimingDelivery(scenario: string): string {
  return `${DELIVERY} AND (${CLASSIC} OR ${scenario} IN (${listed(SHARED_HOST_SCENARIOS)}))`;
}

/** A list is never empty in SQL. */
export function listed(ids: readonly string[]): string {
  return ids.length === 0 ? 'NULL' : ids.map((id) => `'${id}'`).join(', ');
}

export const MAX_UNATTRIBUTED_PER_CLIENT = 50;
export const MAX_UNATTRIBUTED = 20_000;

/**
 * When deliveries near the old observations claim what the same client did, by periods as long as the time that one claims after
 * it and before: so those of a period claim without a gap, and each delivery is read once for it, however many observations
 * are old. The ordered join keeps SQLite to that order, in which each period is a search in an index.
 */
const claims = (sql: Dialect): string => `"periods" AS MATERIALIZED (
    SELECT DISTINCT "client_address", ("at" / ${SAME_CLIENT_WINDOW_MS} + "offset") * ${SAME_CLIENT_WINDOW_MS} AS "start" FROM "old"
    CROSS JOIN (SELECT -1 AS "offset" UNION ALL SELECT 0 UNION ALL SELECT 1) "offsets"),
  "claims" AS MATERIALIZED (
    SELECT d."token", d."client_address", CASE WHEN ${CLASSIC} THEN 1 ELSE 0 END AS "classic",
      MIN(d."at") - ${SAME_CLIENT_WINDOW_MS} AS "from", MAX(d."at") + ${SAME_CLIENT_WINDOW_MS} AS "to"
    FROM "periods" p ${sql.orderedJoin} "observations" d ON ${DELIVERY} AND d."client_address" = p."client_address"
      AND d."at" >= p."start" AND d."at" < p."start" + ${SAME_CLIENT_WINDOW_MS}
    GROUP BY d."token", d."client_address", "classic", p."start")`;

const PHASED = `u."scenario" IN (${listed(SCENARIOS.filter(changesByPhase).map(({ id }) => id))})`;
const SINCE_FIRST = `u."at" % ${2 * PHASE_MS}`;
/** A policy that changes is judged by what was seen within each phase (phases in #scenarios): in which pair, and in which part of it. */
const PAIR = `CASE WHEN ${PHASED} THEN u."at" / ${2 * PHASE_MS} END`;
const PART = `CASE WHEN ${PHASED} THEN CASE ${JUDGED_EDGES_MS.map((edge, part) => `WHEN ${SINCE_FIRST} < ${edge} THEN ${part}`).join(' ')} END END`;

/**
 * Of the observations `u`, those that prove something about a check: the first and the last refusal of a scenario (in each phase where
 * it changes), or of its kind where there is no TLS, near a delivery for the check by the same client. One alone may be no proof:
 * without an alert it has to be repeated, and the first may have come too early. They are kept whatever comes after them, and need no
 * bound of their own: each goes with a delivery, and those are bounded for each check.
 */
const PROOFS = `"proofs" AS MATERIALIZED (
    SELECT MIN(u."id") AS "first", MAX(u."id") AS "last" FROM "old" u
    JOIN "claims" d ON d."client_address" = u."client_address" AND u."at" BETWEEN d."from" AND d."to"
      AND (d."classic" = 1 OR u."scenario" IN (${listed(SHARED_HOST_SCENARIOS)}))
    JOIN "checks" c ON c."token" = d."token" AND c."created_at" <= u."at"
    WHERE u."kind" IN ('refused', 'tls-failed') OR u."scenario" IN (${listed(NAMELESS_SCENARIOS)})
    GROUP BY c."token", u."client_address", u."scenario", u."kind", ${PAIR}, ${PART})`;

/** Deletes the oldest beyond the bounds, given the clients that were just added to; what proves something stays. */
export async function trimUnattributed(manager: EntityManager, clientKeys: readonly string[]): Promise<void> {
  // A sender retries for days what it refused, and strangers can refuse as often as they like.
  await deleteOldOfClients(manager, [JSON.stringify(clientKeys), MAX_UNATTRIBUTED_PER_CLIENT]);
  await deleteOld(manager, [MAX_UNATTRIBUTED, TRIM_LIMIT]);
}

const deleteOldOfClients = deleting(
  (sql) => `SELECT * FROM (
      SELECT *, ROW_NUMBER() OVER (PARTITION BY "client_key" ORDER BY "at" DESC, "id" DESC) AS "rank"
      FROM "observations" ${unattributed(sql)} AND "client_key" ${sql.inList}
    ) "ranked" WHERE "rank" > ?`,
);
/** Everybody who writes waits for it: the index of tokens finds where the bound is, without the rows up to there. */
const NEWEST_FIRST = `ORDER BY "token" DESC, "id" DESC`;
const deleteOld = deleting(
  () => `SELECT * FROM "observations" WHERE "token" IS NULL AND "id" <= (
      SELECT "id" FROM "observations" WHERE "token" IS NULL ${NEWEST_FIRST} LIMIT 1 OFFSET ?)
    ${NEWEST_FIRST} LIMIT ?`,
);

function deleting(old: (sql: Dialect) => string): Statement<never> {
  return statement(
    (sql) => `WITH "old" AS MATERIALIZED (${old(sql)}), ${claims(sql)}, ${PROOFS}
      DELETE FROM "observations" WHERE "id" IN (SELECT "id" FROM "old")
        AND "id" NOT IN (SELECT "first" FROM "proofs" UNION ALL SELECT "last" FROM "proofs")`,
  );
}

/** No transaction adds more than a group of observations, so there is never more to delete. */
const TRIM_LIMIT = 1_000;

const selectStale = statement<{ readonly id: number }>(
  () => `SELECT u."id" FROM "observations" u WHERE u."token" IS NULL AND u."at" < ?
    AND (u."kind" <> 'policy-fetch' OR u."at" < ?)
    AND (u."scenario" NOT IN (${listed(['', ...POOLED_SCENARIOS])}) OR u."kind" = 'policy-fetch' OR NOT EXISTS (
      SELECT 1 FROM "checks" c WHERE c."created_at" <= u."at"))
    AND NOT EXISTS (
    SELECT 1 FROM "observations" d WHERE ${claimingDelivery('u."scenario"')} AND d."client_address" = u."client_address"
    AND d."at" BETWEEN u."at" - ? AND u."at" + ?)`,
);

/**
 * The ids of unattributed observations that can no longer belong to a check: no delivery by the same client that
 * could claim them is near, and the time in which one could still come is over twice. What was fetched is of interest for as long as
 * a sender may keep it; a session at a host with a policy while there is a check that it may belong to (system-sessions.ts).
 */
export async function staleUnattributed(manager: EntityManager, now: number): Promise<number[]> {
  const rows = await selectStale(manager, [
    now - 2 * SAME_CLIENT_WINDOW_MS,
    now - LONGEST_POLICY_MS,
    SAME_CLIENT_WINDOW_MS,
    SAME_CLIENT_WINDOW_MS,
  ]);
  return rows.map(({ id }) => id);
}

export async function deleteUnattributed(manager: EntityManager, ids: readonly number[]): Promise<void> {
  await manager.delete(ObservationEntity, { id: In([...ids]) });
}
