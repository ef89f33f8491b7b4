import type { EntityManager } from 'typeorm';

import type { Check, ReleaseFacts } from '#checks';

import { readCheck } from './check-reader.js';
import { CheckEntity } from './entities/check.entity.js';
import { evictBeyond } from './eviction.js';
import { GroupCommit } from './group-commit.js';
import type { ReadAccess } from './read-access.js';
import { deleteExpired } from './retention.js';
import { isRowFault } from './sqlite-errors.js';
import type { CheckAtOneMoment, ChecksRepository } from './store.js';
import type { WriteQueue } from './write-queue.js';

/** Less than is evicted at once, so that the number of checks always comes down to its limit. */
const MAX_GROUP = 50;

interface Insertion {
  readonly check: Check;
  readonly maxChecks: number;
}

export class SqlChecksRepository implements ChecksRepository {
  private readonly insertions: GroupCommit<Insertion, undefined>;

  constructor(
    private readonly reads: ReadAccess,
    private readonly writes: WriteQueue,
  ) {
    this.insertions = new GroupCommit({
      commit: (group) => writes.run((manager) => insertAll(manager, group)),
      maxItems: MAX_GROUP,
      minIntervalMs: 0,
      isItemFault: isRowFault,
    });
  }

  insert(check: Check, maxChecks: number): Promise<void> {
    return this.insertions.add({ check, maxChecks });
  }

  async find(token: string, now: number): Promise<CheckAtOneMoment | null> {
    const found = await this.reads.run((manager) => readCheck(manager, token));
    return found === null || found.check.expiresAt <= now ? null : found;
  }

  async findMany(tokens: readonly string[], now: number): Promise<Check[]> {
    if (tokens.length === 0) return [];
    return this.reads.run((manager) =>
      manager.query(
        `SELECT "token", "created_at" AS "createdAt", "expires_at" AS "expiresAt" FROM "checks"
         WHERE "token" IN (${tokens.map(() => '?').join(', ')}) AND "expires_at" > ?`,
        [...tokens, now],
      ),
    );
  }

  async isLive(token: string, now: number): Promise<boolean> {
    return (await this.findLive(token, now)) !== null;
  }

  async findLive(token: string, now: number): Promise<ReleaseFacts | null> {
    const rows: ReleaseFacts[] = await this.reads.run((manager) =>
      manager.query(
        `SELECT "refused_at" AS "refusedAt", "release_requested_at" AS "releaseRequestedAt"
         FROM "checks" WHERE "token" = ? AND "expires_at" > ?`,
        [token, now],
      ),
    );
    return rows[0] ?? null;
  }

  async requestRelease(token: string, now: number): Promise<void> {
    await this.writes.run((manager) =>
      manager.query(
        `UPDATE "checks" SET "release_requested_at" = ?
         WHERE "token" = ? AND "expires_at" > ? AND "refused_at" IS NOT NULL AND "release_requested_at" IS NULL`,
        [now, token, now],
      ),
    );
  }

  deleteExpired(now: number): Promise<number> {
    return deleteExpired(this.reads, this.writes, now);
  }

  /** Resolves when every check that was given has been written or has failed. */
  async drained(): Promise<void> {
    await this.insertions.idle();
  }
}

async function insertAll(manager: EntityManager, group: readonly Insertion[]): Promise<undefined[]> {
  const checks = group.map(({ check: { token, createdAt, expiresAt } }) => ({ token, createdAt, expiresAt }));
  await manager.insert(CheckEntity, checks);
  await evictBeyond(
    manager,
    Math.max(...group.map(({ maxChecks }) => maxChecks)),
    checks.map(({ token }) => token),
  );
  return group.map(() => undefined);
}
