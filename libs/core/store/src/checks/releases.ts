/**
 * The releases of checks, in the transaction that stores what opens or ends them: neither can be missed, whichever of the
 * receivers saw it and in whichever order.
 */
import type { EntityManager } from 'typeorm';

import {
  endsRelease,
  isControlDelivery,
  isDaneControl,
  JUDGED_WITHIN_MS,
  mayOpenRelease,
  type NewObservation,
  RELEASABLE,
  type ReleaseFacts,
  type Releases,
} from '#checks';

import { SCENARIOS } from '#scenarios';

import { type Dialect, statement } from '../sql/statement.js';

/** The releases of a check as one column, after SELECT: an array of `[scenario, refusedAt, requestedAt, closedAt]`. */
export function releasesColumn(sql: Dialect): string {
  const columns = ['scenario', 'refused_at', 'requested_at', 'closed_at'].map((column) => `r."${column}"`);
  return `${sql.jsonRows(columns, '"releases" r WHERE r."token" = c."token"')} AS "releases"`;
}

/** Reads what `releasesColumn` selects. */
export function releasesOf(column: string): Releases {
  const rows = JSON.parse(column) as [string, number, number | null, number | null][];
  return new Map(
    rows.map(([scenario, refusedAt, requestedAt, closedAt]): [string, ReleaseFacts] => [
      scenario,
      { refusedAt, requestedAt, closedAt },
    ]),
  );
}

/** How many releases were asked for of each check that has any. */
export const selectRequests = statement<{ readonly token: string; readonly requests: number }>(
  (sql) => `SELECT "token", COUNT(*) AS "requests" FROM "releases"
    WHERE "token" ${sql.inList} AND "requested_at" IS NOT NULL GROUP BY "token"`,
);

const RELEASABLE_LIST = listOf(RELEASABLE);
const CONTROL_LIST = listOf(SCENARIOS.filter(isDaneControl).map(({ id }) => id));

/** Of the observations `r`: what `mayOpenRelease` says of them, beginning with what the index of refusals has. */
const REFUSAL = `r."kind" IN ('refused', 'tls-failed') AND r."scenario" IN (${RELEASABLE_LIST}) AND (r."kind" = 'refused'
  OR r."session_end" = 'client-closed' AND r."alert" IS NULL AND r."certificate" IS NOT NULL
  AND r."since_certificate_ms" <= ${JUDGED_WITHIN_MS})`;
/** Of the observations `d`: what `isControlDelivery` says of them. */
const CONTROL_DELIVERY = `d."kind" = 'delivered' AND d."scenario" IN (${CONTROL_LIST})`;

function listOf(ids: readonly string[]): string {
  return ids.map((id) => `'${id}'`).join(', ');
}

/** Opens and ends what a group of observations, already written, opens and ends. */
export async function noteReleases(
  manager: EntityManager,
  observations: readonly NewObservation[],
): Promise<void> {
  const openers = observations.filter((each) => mayOpenRelease(each) || isControlDelivery(each));
  if (openers.length > 0) await open(manager, [...new Set(openers.map(({ token }) => token))]);
  const ends = observations.filter(endsRelease).map(({ token, scenario, at }) => [token, scenario, at]);
  if (ends.length > 0) await close(manager, ends);
}

/**
 * Everybody who writes waits for it, and strangers can refuse hundreds of times: so it reads each observation of a check at most
 * once, and of a check without refusals none, which their index tells.
 */
const insertReleases = statement(
  (sql) => `WITH "refusals" AS MATERIALIZED (
      SELECT r."token", r."scenario", r."client_address", MIN(r."at") AS "at" FROM "observations" r
      WHERE r."token" ${sql.inList} AND ${REFUSAL} GROUP BY r."token", r."scenario", r."client_address"),
    "controls" AS MATERIALIZED (
      SELECT d."token", d."client_address", MIN(d."at") AS "at" FROM "observations" d
      WHERE d."token" IN (SELECT "token" FROM "refusals") AND ${CONTROL_DELIVERY}
      GROUP BY d."token", d."client_address")
    INSERT INTO "releases" ("token", "scenario", "refused_at")
    SELECT r."token", r."scenario", MIN(CASE WHEN d."at" > r."at" THEN d."at" ELSE r."at" END)
    FROM "refusals" r JOIN "controls" d ON d."token" = r."token" AND d."client_address" = r."client_address"
    GROUP BY r."token", r."scenario"
    ON CONFLICT DO NOTHING`,
);
const closeReleases = statement(
  (sql) => `UPDATE "releases" SET "closed_at" = ${sql.field(2, 'integer')} FROM ${sql.rows}
    WHERE "releases"."token" = ${sql.field(0, 'text')} AND "releases"."scenario" = ${sql.field(1, 'text')}
      AND "closed_at" IS NULL`,
);

/** A stranger who refuses opens nothing: it would let through the message of a server that does not refuse. */
async function open(manager: EntityManager, tokens: readonly (string | null)[]): Promise<void> {
  await insertReleases(manager, [JSON.stringify(tokens)]);
}

async function close(manager: EntityManager, ends: readonly (readonly unknown[])[]): Promise<void> {
  await closeReleases(manager, [JSON.stringify(ends)]);
}
