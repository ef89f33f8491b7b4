import type { DataSource } from 'typeorm';

import { DatabaseError } from '../errors.js';
import { nameOf } from './postgres-errors.js';

const LEAST_VERSION = 15;

/** @throws DatabaseError when the server is too old, or the database cannot hold what mail systems may be called */
export async function demandUsable(dataSource: DataSource, url: string): Promise<void> {
  const [server]: { version: number; encoding: string }[] = await dataSource.query(
    `SELECT current_setting('server_version_num')::int AS "version", current_setting('server_encoding') AS "encoding"`,
  );
  if (server === undefined) return;
  const { version, encoding } = server;
  const major = Math.floor(version / 10_000);
  if (major < LEAST_VERSION)
    throw new DatabaseError(
      `The database ${nameOf(url)} is of PostgreSQL ${major}: PostgreSQL ${LEAST_VERSION} or later is needed`,
      false,
    );
  if (encoding !== 'UTF8')
    throw new DatabaseError(
      `The database ${nameOf(url)} stores text as ${encoding}, which cannot hold all of it: create it with ENCODING 'UTF8'`,
      false,
    );
}
