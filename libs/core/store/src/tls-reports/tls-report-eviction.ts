import type { EntityManager } from 'typeorm';

import { statement } from '../sql/statement.js';

/** Whoever sends more than this part of what is kept loses its own oldest, not those of others. */
const ORIGIN_SHARE = 0.1;
/** An instance whose limit was lowered gets there over several insertions instead of holding up one for long. */
const MAX_EVICTIONS = 100;

const evictOfOrigin = statement(
  () => `DELETE FROM "tls_reports" WHERE "id" IN (
    SELECT "id" FROM "tls_reports" WHERE "origin" = ? ORDER BY "id" DESC LIMIT ? OFFSET ?)`,
);
const evict = statement(
  () => `DELETE FROM "tls_reports" WHERE "id" IN (
    SELECT "id" FROM "tls_reports" ORDER BY "problem" IS NULL, "signed_by" IS NOT NULL, "id" LIMIT ?)`,
);

/** Deletes the reports beyond the limit, given whose were just added to. */
export async function evictTlsReports(
  manager: EntityManager,
  maxReports: number,
  origin: string,
): Promise<void> {
  await evictOfOrigin(manager, [origin, MAX_EVICTIONS, Math.ceil(maxReports * ORIGIN_SHARE)]);
  const counts: { stored: number }[] = await manager.query('SELECT COUNT(*) AS "stored" FROM "tls_reports"');
  const excess = (counts[0]?.stored ?? 0) - maxReports;
  if (excess <= 0) return;
  await evict(manager, [Math.min(excess, MAX_EVICTIONS)]);
}
