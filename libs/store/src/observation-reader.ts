import type { EntityManager } from 'typeorm';

import type { StoredObservation } from '#checks';

import { ObservationEntity } from './entities/observation.entity.js';
import { fromRow } from './entities/observation.mapper.js';

/**
 * Reads observations in the order of ids. The feed asks this dozens of times a second and every update of a page
 * once, so it is plain SQL: the query builder takes more than twice the time for a check of the usual size.
 *
 * @param where a condition with `?` for the parameters
 * @param limit -1 for all
 */
export async function readObservations(
  manager: EntityManager,
  where: string,
  parameters: readonly (string | number)[],
  limit = -1,
): Promise<StoredObservation[]> {
  const columns = manager.connection
    .getMetadata(ObservationEntity)
    .columns.map(({ databaseName, propertyName }) => `"${databaseName}" AS "${propertyName}"`);
  const rows: ObservationEntity[] = await manager.query(
    `SELECT ${columns.join(', ')} FROM "observations" WHERE ${where} ORDER BY "id" LIMIT ?`,
    [...parameters, limit],
  );
  return rows.map(fromRow);
}
