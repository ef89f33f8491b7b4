import {
  POOLED_SCENARIOS,
  SAME_CLIENT_WINDOW_MS,
  type Check,
  type NewObservation,
  type Observation,
  type StoredObservation,
} from '#checks';

import { readCheck } from '../checks/check-reader.js';
import { GroupCommit } from '../engine/group-commit.js';
import { writeObservations } from './observation-writer.js';
import type { ReadAccess } from '../engine/read-access.js';
import { isRowFault } from '../errors.js';
import { statement } from '../sql/statement.js';
import type { AppendResult, ObservationsRepository } from '../store.js';
import { readingObservations } from './observation-reader.js';
import { claimingDelivery, listed, unattributed } from './unattributed.js';
import type { WriteQueue } from '../engine/write-queue.js';

/** Bounds how long one transaction holds the write lock. */
const MAX_GROUP = 500;
/** Some 50 MB of the usual size: as many come together only while nothing can be written. */
const MAX_WAITING = 25_000;
/** A tenth of what somebody notices, and a bound on the share of a processor that waiting for the disk takes. */
const MIN_COMMIT_INTERVAL_MS = 20;

const selectClaiming = statement<{ readonly token: string; readonly createdAt: number }>(
  () => `SELECT DISTINCT d."token", c."created_at" AS "createdAt"
    FROM "observations" d JOIN "checks" c ON c."token" = d."token"
    WHERE ${claimingDelivery('?')} AND d."client_address" = ? AND d."at" BETWEEN ? AND ?`,
);

/** In all, and at most 50 of each client are stored (unattributed.ts). */
const MAX_FETCHES = 5_000;

const readFetches = readingObservations(
  (sql) => `WHERE "id" IN (SELECT "id" FROM "observations" ${unattributed(sql)}
    AND "kind" = 'policy-fetch' AND "at" >= ? AND "id" > ? ORDER BY "id" DESC LIMIT ${MAX_FETCHES})`,
);

/** Of those that every API remembers. */
const MAX_POOLED = 10_000;

const readPooled = readingObservations(
  () => `WHERE "id" IN (SELECT "id" FROM "observations" WHERE "id" > ?
    AND "scenario" IN (${listed(POOLED_SCENARIOS)}) AND "kind" NOT IN (${listed(['policy-fetch', 'dns-query'])})
    AND ("token" IS NULL OR "kind" = 'delivered') ORDER BY "id" DESC LIMIT ${MAX_POOLED})`,
);

export class SqlObservationsRepository implements ObservationsRepository {
  private readonly groups: GroupCommit<NewObservation, AppendResult>;

  constructor(
    private readonly reads: ReadAccess,
    writes: WriteQueue,
    maxPerCheck: number,
  ) {
    this.groups = new GroupCommit({
      commit: (observations) =>
        writes.run((manager) => writeObservations(manager, observations, maxPerCheck)),
      maxItems: MAX_GROUP,
      maxWaiting: MAX_WAITING,
      minIntervalMs: MIN_COMMIT_INTERVAL_MS,
      isItemFault: isRowFault,
    });
  }

  append(observation: NewObservation): Promise<AppendResult> {
    return this.groups.add(observation);
  }

  async ofCheck({ token }: Check): Promise<Observation[]> {
    const found = await this.reads.run((manager) => readCheck(manager, token));
    return found?.observations ?? [];
  }

  policyFetches(since: number, afterId: number): Promise<StoredObservation[]> {
    return this.reads.run((manager) => readFetches(manager, [since, afterId]));
  }

  pooledSessions(afterId: number): Promise<StoredObservation[]> {
    return this.reads.run((manager) => readPooled(manager, [afterId]));
  }

  async tokensOf(seen: Pick<StoredObservation, 'at' | 'clientAddress' | 'scenario'>): Promise<string[]> {
    const rows = await this.reads.run((manager) =>
      selectClaiming(manager, [
        seen.scenario,
        seen.clientAddress,
        seen.at - SAME_CLIENT_WINDOW_MS,
        seen.at + SAME_CLIENT_WINDOW_MS,
      ]),
    );
    return rows.flatMap(({ token, createdAt }) => (seen.at >= createdAt ? [token] : []));
  }

  /** Resolves when every observation that was given has been written or has failed. */
  async drained(): Promise<void> {
    await this.groups.idle();
  }
}
