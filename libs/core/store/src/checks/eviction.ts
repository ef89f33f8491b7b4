import type { EntityManager } from 'typeorm';

import { CountEntity } from './count.entity.js';
import { statement } from '../sql/statement.js';

/** An instance whose limit was lowered gets there over several insertions instead of holding up one for long. */
const MAX_EVICTIONS = 100;

const evict = statement(
  (sql) => `DELETE FROM "checks" WHERE "token" IN (
    SELECT "token" FROM "checks" WHERE "token" NOT ${sql.inList} ORDER BY "received_mail", "created_at" LIMIT ?)`,
);
const deleteChecks = statement((sql) => `DELETE FROM "checks" WHERE "token" ${sql.inList}`);

/**
 * Deletes the checks beyond the limit: the oldest that received no mail go first, then the oldest of the others. A
 * flood of visits would otherwise push out the runs that somebody waits for. The new checks stay, unless there are more of
 * them than the limit.
 */
export async function evictBeyond(
  manager: EntityManager,
  maxChecks: number,
  newTokens: readonly string[],
): Promise<void> {
  const { stored } = await manager.findOneByOrFail(CountEntity, { subject: 'checks' });
  const excess = stored - maxChecks;
  if (excess <= 0) return;
  await evict(manager, [JSON.stringify(newTokens), Math.min(excess, MAX_EVICTIONS)]);
  const surplus = newTokens.slice(0, -maxChecks);
  if (surplus.length > 0) await deleteChecks(manager, [JSON.stringify(surplus)]);
}
