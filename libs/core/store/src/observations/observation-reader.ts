import type { EntityManager } from 'typeorm';

import type { StoredObservation } from '#checks';

import { OBSERVATION_COLUMNS } from './observation.columns.js';
import type { ObservationEntity } from './observation.entity.js';
import { fromRow, isKnown } from './observation.mapper.js';
import { type Dialect, statement } from '../sql/statement.js';
import type { ObservationNotice } from '../store.js';

/** What makes a row of "observations" an `ObservationEntity`, after SELECT. */
export const SELECTED = OBSERVATION_COLUMNS.map(
  ({ property, column }) => `"observations"."${column}" AS "${property}"`,
).join(', ');

const selectNotices = statement<ObservationNotice>(
  () => `SELECT "id", "token", "kind", "at", "scenario", "client_address" AS "clientAddress" FROM "observations"
    WHERE "id" > ? ORDER BY "id" LIMIT ?`,
);

/**
 * Reads observations in the order of ids. Every update of a page asks for this, so it is plain SQL: the query builder takes
 * more than twice the time for a check of the usual size.
 *
 * @param which what follows the name of the table
 */
export function readingObservations(
  which: (sql: Dialect) => string,
): (manager: EntityManager, parameters: readonly (string | number)[]) => Promise<StoredObservation[]> {
  const select = statement<ObservationEntity>(
    (sql) => `SELECT ${SELECTED} FROM "observations" ${which(sql)} ORDER BY "id"`,
  );
  return async (manager, parameters) => (await select(manager, parameters)).filter(isKnown).map(fromRow);
}

/** How far the ids of observations have come, and in which history of the database. */
export interface Position {
  readonly newestId: number;
  readonly history: string;
}

const selectPosition = statement<Position>(
  (sql) => `SELECT ${sql.newestId} AS "newestId", ${sql.history} AS "history"`,
);

export async function readPosition(manager: EntityManager): Promise<Position> {
  const [position] = await selectPosition(manager, []);
  return position ?? { newestId: 0, history: '' };
}

/** What is newer than the id. The feed asks this dozens of times a second: the driver's time grows with the columns. */
export async function readNotices(
  manager: EntityManager,
  id: number,
  limit: number,
): Promise<ObservationNotice[]> {
  return selectNotices(manager, [id, limit]);
}
