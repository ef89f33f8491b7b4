import {
  SAME_CLIENT_WINDOW_MS,
  type Check,
  type NewObservation,
  type Observation,
  type StoredObservation,
} from '#checks';

import { readCheck } from '../checks/check-reader.js';
import { GroupCommit } from '../sqlite/group-commit.js';
import { writeObservations } from './observation-writer.js';
import type { ReadAccess } from '../sqlite/read-access.js';
import { isRowFault } from '../sqlite/sqlite-errors.js';
import type { AppendResult, ObservationsRepository } from '../store.js';
import { claimingDelivery } from './unattributed.js';
import type { WriteQueue } from '../sqlite/write-queue.js';

/** Bounds how long one transaction holds the write lock. */
const MAX_GROUP = 500;
/** Some 50 MB of the usual size: as many come together only while nothing can be written. */
const MAX_WAITING = 25_000;
/** A tenth of what somebody notices, and a bound on the share of a processor that waiting for the disk takes. */
const MIN_COMMIT_INTERVAL_MS = 20;

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

  async tokensOf(
    unattributed: Pick<StoredObservation, 'at' | 'clientAddress' | 'scenario'>,
  ): Promise<string[]> {
    const rows: { token: string; createdAt: number; expiresAt: number }[] = await this.reads.run((manager) =>
      manager.query(
        `SELECT d."token", c."created_at" AS "createdAt", c."expires_at" AS "expiresAt"
         FROM "observations" d JOIN "checks" c ON c."token" = d."token"
         WHERE ${claimingDelivery('?')} AND d."client_address" = ? AND d."at" BETWEEN ? AND ?
         GROUP BY d."token"`,
        [
          unattributed.scenario,
          unattributed.clientAddress,
          unattributed.at - SAME_CLIENT_WINDOW_MS,
          unattributed.at + SAME_CLIENT_WINDOW_MS,
        ],
      ),
    );
    return rows.flatMap(({ token, createdAt }) => (unattributed.at >= createdAt ? [token] : []));
  }

  /** Resolves when every observation that was given has been written or has failed. */
  async drained(): Promise<void> {
    await this.groups.idle();
  }
}
