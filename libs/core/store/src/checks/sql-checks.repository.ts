import { type EntityManager, IsNull, Not, Or } from 'typeorm';

import type { Check, Releases } from '#checks';

import { CheckEntity } from './check.entity.js';
import { readCheck } from './check-reader.js';
import { evictBeyond } from './eviction.js';
import { GroupCommit } from '../engine/group-commit.js';
import type { ReadAccess } from '../engine/read-access.js';
import { releasesColumn, releasesOf, selectRequests } from './releases.js';
import { deleteExpired } from './retention.js';
import { isRowFault } from '../errors.js';
import { statement } from '../sql/statement.js';
import type { CheckAtOneMoment, ChecksRepository } from '../store.js';
import type { WriteQueue } from '../engine/write-queue.js';

/** Less than is evicted at once, so that the number of checks always comes down to its limit. */
const MAX_GROUP = 50;

/** Writing this many takes seconds; it is better to refuse more and let them retry. */
const MAX_WAITING = 1_000;

interface Insertion {
  readonly check: Check;
  readonly maxChecks: number;
}

const insertChecks = statement(
  (sql) => `INSERT INTO "checks" ("token", "created_at", "expires_at")
    SELECT ${sql.field(0, 'text')}, ${sql.field(1, 'integer')}, ${sql.field(2, 'integer')} FROM ${sql.rows}`,
);
const selectChecks = statement<Check>(
  (sql) => `SELECT "token", "created_at" AS "createdAt", "expires_at" AS "expiresAt" FROM "checks"
    WHERE "token" ${sql.inList} AND "expires_at" > ?`,
);
const selectReleases = statement<{ readonly releases: string }>(
  (sql) => `SELECT ${releasesColumn(sql)} FROM "checks" c WHERE c."token" = ? AND c."expires_at" > ?`,
);
const insertRelease = statement(
  () => `INSERT INTO "releases" ("token", "scenario", "refused_at")
    SELECT "token", ?, ? FROM "checks" WHERE "token" = ? AND "expires_at" > ?
    ON CONFLICT DO NOTHING`,
);
const updateRelease = statement(
  () => `UPDATE "releases" SET "requested_at" = ? WHERE "token" = ? AND "scenario" = ? AND "requested_at" IS NULL
    AND EXISTS (SELECT 1 FROM "checks" c WHERE c."token" = "releases"."token" AND c."expires_at" > ?)`,
);

export class SqlChecksRepository implements ChecksRepository {
  private readonly insertions: GroupCommit<Insertion, undefined>;

  constructor(
    private readonly reads: ReadAccess,
    private readonly writes: WriteQueue,
  ) {
    this.insertions = new GroupCommit({
      commit: (group) => writes.run((manager) => insertAll(manager, group)),
      maxItems: MAX_GROUP,
      maxWaiting: MAX_WAITING,
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
    return this.reads.run((manager) => selectChecks(manager, [JSON.stringify(tokens), now]));
  }

  async isLive(token: string, now: number): Promise<boolean> {
    return (await this.findLive(token, now)) !== null;
  }

  async findLive(token: string, now: number): Promise<Releases | null> {
    const [row] = await this.reads.run((manager) => selectReleases(manager, [token, now]));
    return row === undefined ? null : releasesOf(row.releases);
  }

  async noteSystemRefusal(token: string, scenario: string, now: number): Promise<void> {
    await this.writes.run((manager) => insertRelease(manager, [scenario, now, token, now]));
  }

  async requestRelease(token: string, scenario: string, now: number): Promise<void> {
    await this.writes.run((manager) => updateRelease(manager, [now, token, scenario, now]));
  }

  async noteOutcome(token: string, outcome: string): Promise<boolean> {
    const changed = { token, outcome: Or(IsNull(), Not(outcome)) };
    const { affected } = await this.writes.run((manager) =>
      manager.update(CheckEntity, changed, { outcome }),
    );
    return affected === 1;
  }

  async countRequests(tokens: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.reads.run((manager) => selectRequests(manager, [JSON.stringify(tokens)]));
    return new Map(rows.map(({ token, requests }) => [token, requests]));
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
  const rows = group.map(({ check }) => [check.token, check.createdAt, check.expiresAt]);
  // The query builder would take longer, and read again what it has written.
  await insertChecks(manager, [JSON.stringify(rows)]);
  await evictBeyond(
    manager,
    Math.max(...group.map(({ maxChecks }) => maxChecks)),
    group.map(({ check }) => check.token),
  );
  return group.map(() => undefined);
}
