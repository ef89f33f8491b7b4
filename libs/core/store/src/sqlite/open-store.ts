import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { DataSource } from 'typeorm';

import type { Config } from '#config';

import { connect, fileExists } from './data-source.js';
import { ObservationEntity } from '../observations/observation.entity.js';
import { SchemaNotReadyError } from '../errors.js';
import { readNotices } from '../observations/observation-reader.js';
import { PollingFeed } from '../observations/polling-feed.js';
import { ReadAccess } from './read-access.js';
import { isSchemaCurrent } from './schema.js';
import { SqlChecksRepository } from '../checks/sql-checks.repository.js';
import { SqlObservationsRepository } from '../observations/sql-observations.repository.js';
import { SqlOperatorMailRepository } from '../operator-mail/sql-operator-mail.repository.js';
import { SqlProbesRepository } from '../probes/sql-probes.repository.js';
import { SqlTlsReportsRepository } from '../tls-reports/sql-tls-reports.repository.js';
import { explained, isBusy } from './sqlite-errors.js';
import type { Store } from '../store.js';
import { WriteQueue } from './write-queue.js';

export interface StoreOptions {
  readonly database: Config['database'];
  /** Besides the places that are kept for what could change the verdict (reserve.ts). */
  readonly maxObservationsPerCheck: number;
  /** How long to wait for the schema; 30 s, which covers a migration that was started at the same time. */
  readonly schemaTimeoutMs?: number;
  /** Told of polls of the feed that failed and are repeated, and of listeners that threw. */
  readonly onFeedError?: (error: unknown) => void;
}

const SCHEMA_TIMEOUT_MS = 30_000;
const SCHEMA_POLL_MS = 100;
const FEED_INTERVAL_MS = 25;
const FEED_PAGE = 500;

/**
 * Opens the store. Never migrates: that is one step of its own (`migrateStore`), for which this waits.
 *
 * @throws SchemaNotReadyError when the schema is not current in time, SchemaTooNewError, DatabaseFileError
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { path } = options.database;
  const writer = await connectWhenMigrated(path, options.schemaTimeoutMs ?? SCHEMA_TIMEOUT_MS);
  const reader = await connect(path, 'reader').catch(async (error: unknown) => {
    await writer.destroy();
    throw error;
  });
  return assemble(new ReadAccess(reader, path), new WriteQueue(writer, path), options);
}

function assemble(reads: ReadAccess, writes: WriteQueue, options: StoreOptions): Store {
  const checks = new SqlChecksRepository(reads, writes);
  const observations = new SqlObservationsRepository(reads, writes, options.maxObservationsPerCheck);
  const feed = createFeed(reads, options.onFeedError);
  const close = async (): Promise<void> => {
    await feed.close();
    await Promise.all([checks.drained(), observations.drained()]);
    await reads.close();
    await writes.close();
  };
  let closing: Promise<void> | undefined;
  return {
    checks,
    observations,
    probes: new SqlProbesRepository(reads, writes),
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

async function connectWhenMigrated(path: string, timeoutMs: number): Promise<DataSource> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const result = await tryConnect(path);
    if (!(result instanceof Error)) return result;
    if (Date.now() >= deadline) throw result;
    await pause(SCHEMA_POLL_MS);
  }
}

/** Answers an error for what a migration that is about to come or under way will change, and throws the others. */
async function tryConnect(path: string): Promise<DataSource | Error> {
  if (!(await fileExists(path))) {
    const folder = dirname(path);
    return (await fileExists(folder)) ? new SchemaNotReadyError(path) : new SchemaNotReadyError(path, folder);
  }
  let dataSource: DataSource | null = null;
  try {
    dataSource = await connect(path, 'writer');
    if (await isSchemaCurrent(dataSource, path)) return dataSource;
    await dataSource.destroy();
    return new SchemaNotReadyError(path);
  } catch (thrown) {
    if (dataSource?.isInitialized === true) await dataSource.destroy();
    const error = explained(path, thrown);
    if (error instanceof Error && isBusy(error)) return error;
    throw error;
  }
}

function createFeed(reads: ReadAccess, onError: StoreOptions['onFeedError']): PollingFeed {
  return new PollingFeed({
    latestId: async () => (await reads.runFirst((manager) => manager.maximum(ObservationEntity, 'id'))) ?? 0,
    readAfter: (id, limit) => reads.runFirst((manager) => readNotices(manager, id, limit)),
    intervalMs: FEED_INTERVAL_MS,
    pageSize: FEED_PAGE,
    onError,
  });
}
