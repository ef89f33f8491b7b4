import type { EntityManager } from 'typeorm';

import type { StoredObservation } from '#checks';

import { OBSERVATION_COLUMNS } from './entities/observation.columns.js';
import type { ObservationEntity } from './entities/observation.entity.js';
import { fromRow } from './entities/observation.mapper.js';

/** What makes a row of "observations" an `ObservationEntity`, after SELECT. */
export const SELECTED = OBSERVATION_COLUMNS.map(
  ({ property, column }) => `"observations"."${column}" AS "${property}"`,
).join(', ');

/**
 * Reads observations in the order of ids. The feed asks this dozens of times a second and every update of a page
 * once, so it is plain SQL: the query builder takes more than twice the time for a check of the usual size.
 *
 * @param which what follows the name of the table, with `?` for the parameters
 * @param limit -1 for all
 */
export async function readObservations(
  manager: EntityManager,
  which: string,
  parameters: readonly (string | number)[],
  limit = -1,
): Promise<StoredObservation[]> {
  const rows: ObservationEntity[] = await manager.query(
    `SELECT ${SELECTED} FROM "observations" ${which} ORDER BY "id" LIMIT ?`,
    [...parameters, limit],
  );
  return rows.map(fromRow);
}
