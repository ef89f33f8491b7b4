import {
  isSameClient,
  SAME_CLIENT_WINDOW_MS,
  type Check,
  type NewObservation,
  type Observation,
  type StoredObservation,
} from '#checks';

import { readCheck } from './check-reader.js';
import { GroupCommit } from './group-commit.js';
import { writeObservations } from './observation-writer.js';
import type { ReadAccess } from './read-access.js';
import { isRowFault } from './sqlite-errors.js';
import type { AppendResult, ObservationsRepository } from './store.js';
import { CLASSIC_DELIVERY } from './unattributed.js';
import type { WriteQueue } from './write-queue.js';

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

  async tokensOf(unattributed: Pick<StoredObservation, 'at' | 'clientAddress'>): Promise<string[]> {
    const rows: { token: string; createdAt: number; expiresAt: number; at: number }[] = await this.reads.run(
      (manager) =>
        manager.query(
          `SELECT d."token", c."created_at" AS "createdAt", c."expires_at" AS "expiresAt", MAX(d."at") AS "at"
         FROM "observations" d JOIN "checks" c ON c."token" = d."token"
         WHERE ${CLASSIC_DELIVERY} AND d."client_address" = ? AND d."at" BETWEEN ? AND ?
         GROUP BY d."token"`,
          [
            unattributed.clientAddress,
            unattributed.at - SAME_CLIENT_WINDOW_MS,
            unattributed.at + SAME_CLIENT_WINDOW_MS,
          ],
        ),
    );
    const { clientAddress } = unattributed;
    return rows
      .filter(({ at, ...check }) => isSameClient(check, [{ at, clientAddress }], unattributed))
      .map(({ token }) => token);
  }

  /** Resolves when every observation that was given has been written or has failed. */
  async drained(): Promise<void> {
    await this.groups.idle();
  }
}
