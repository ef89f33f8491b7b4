/**
 * Whether everything can be written: PostgreSQL locks and permits by table, may be read-only as a whole, and notices a full
 * disk only where a table grows.
 */
import type { EntityManager } from 'typeorm';

import { ENTITIES } from '../entities.js';

/** Somebody's short lock is no trouble; meanwhile all writers wait. */
const LOCK_TIMEOUT_MS = 200;

/** More than the free space of a page or two; random, since PostgreSQL compresses. */
const GROW = `SAVEPOINT "growth";
  INSERT INTO "probes" ("id", "domain", "created_at", "state", "report")
    SELECT 'growth', '', 0, 'failed', decode(string_agg(md5(random()::text), ''), 'hex') FROM generate_series(1, 16384);
  ROLLBACK TO SAVEPOINT "growth"`;

/**
 * Asks for what the writing statements need, of every table, and changes no row; then writes one row with what it has. Once
 * something has failed, tables must be able to grow as well: by 256 KiB, which are given back.
 */
export async function writeSomething(manager: EntityManager, hasFailed: boolean): Promise<void> {
  const statements = [
    `SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`,
    ...ENTITIES.flatMap((entity) => {
      const { tableName, primaryColumns } = manager.connection.getMetadata(entity);
      const table = `"${tableName}"`;
      const key = `"${primaryColumns[0]?.databaseName}"`;
      return [
        `INSERT INTO ${table} SELECT * FROM ${table} WHERE FALSE`,
        `UPDATE ${table} SET ${key} = ${key} WHERE FALSE`,
        `DELETE FROM ${table} WHERE FALSE`,
      ];
    }),
    `UPDATE "counts" SET "stored" = "stored" WHERE "subject" = 'checks'`,
    ...(hasFailed ? [GROW] : []),
  ];
  await manager.query(statements.join(';\n'));
}
