import { setTimeout as pause } from 'node:timers/promises';

import type { Config } from '#config';

import { SqlChecksRepository } from './checks/sql-checks.repository.js';
import { type OpenedDatabase, openDatabase } from './database.js';
import { ReadAccess } from './engine/read-access.js';
import { WriteQueue } from './engine/write-queue.js';
import { readNotices, readPosition } from './observations/observation-reader.js';
import { PollingFeed } from './observations/polling-feed.js';
import { SqlObservationsRepository } from './observations/sql-observations.repository.js';
import { SqlOperatorMailRepository } from './operator-mail/sql-operator-mail.repository.js';
import { SqlProbesRepository } from './probes/sql-probes.repository.js';
import type { Store } from './store.js';
import { SqlRatesRepository } from './rates/sql-rates.repository.js';
import { SqlTlsReportsRepository } from './tls-reports/sql-tls-reports.repository.js';

export interface StoreOptions {
  readonly database: Config['database'];
  /** Besides the places that are kept for what could change the verdict (reserve.ts). */
  readonly maxObservationsPerCheck: number;
  /** How long to wait for the schema; 30 s, which covers a migration that was started at the same time. */
  readonly schemaTimeoutMs?: number;
  /** Gets the errors of polls of the feed, which are repeated, and of listeners. */
  readonly onFeedError?: (error: unknown) => void;
}

const SCHEMA_TIMEOUT_MS = 30_000;
const SCHEMA_POLL_MS = 100;
const FEED_INTERVAL_MS = 25;
const FEED_PAGE = 500;

/**
 * Opens the store. Never migrates: that is one step of its own (`migrateStore`), for which this waits.
 *
 * @throws SchemaNotReadyError when the schema is not current in time, SchemaTooNewError, DatabaseError
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const deadline = Date.now() + (options.schemaTimeoutMs ?? SCHEMA_TIMEOUT_MS);
  for (;;) {
    const opened = await openDatabase(options.database);
    if (!(opened instanceof Error)) return assemble(opened, options);
    if (Date.now() >= deadline) throw opened;
    await pause(SCHEMA_POLL_MS);
  }
}

function assemble({ reader, writer, engine }: OpenedDatabase, options: StoreOptions): Store {
  const reads = new ReadAccess(reader, engine);
  const writes = new WriteQueue(writer, engine);
  const checks = new SqlChecksRepository(reads, writes);
  const observations = new SqlObservationsRepository(reads, writes, options.maxObservationsPerCheck);
  const rates = new SqlRatesRepository(writes);
  const feed = new PollingFeed({
    position: () => reads.runFirst(readPosition),
    readAfter: (id, limit) => reads.runFirst((manager) => readNotices(manager, id, limit)),
    raiseIds: (above) => writes.run((manager) => engine.raiseIds(manager, above)),
    intervalMs: FEED_INTERVAL_MS,
    pageSize: FEED_PAGE,
    onError: options.onFeedError,
  });
  const close = async (): Promise<void> => {
    await feed.close();
    await Promise.all([checks.drained(), observations.drained(), rates.drained()]);
    await reads.close();
    await writes.close();
  };
  let closing: Promise<void> | undefined;
  return {
    checks,
    observations,
    probes: new SqlProbesRepository(reads, writes),
    rates,
    operatorMail: new SqlOperatorMailRepository(reads, writes),
    tlsReports: new SqlTlsReportsRepository(reads, writes),
    feed,
    ping: async () => {
      await reads.runFirst((manager) => manager.query('SELECT 1 FROM "checks" LIMIT 1'));
      await writes.checkWritable();
    },
    close: () => (closing ??= close()),
  };
}
