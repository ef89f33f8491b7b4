import type { Check } from '#checks';

import { CheckEntity } from './entities/check.entity.js';
import { evictBeyond } from './eviction.js';
import type { ReadAccess } from './read-access.js';
import { deleteExpired } from './retention.js';
import type { ChecksRepository, StoredCheck } from './store.js';
import type { WriteQueue } from './write-queue.js';

export class SqlChecksRepository implements ChecksRepository {
  constructor(
    private readonly reads: ReadAccess,
    private readonly writes: WriteQueue,
  ) {}

  insert(check: Check, maxChecks: number): Promise<void> {
    return this.writes.run(async (manager) => {
      await manager.insert(CheckEntity, {
        token: check.token,
        createdAt: check.createdAt,
        expiresAt: check.expiresAt,
      });
      await evictBeyond(manager, maxChecks, check.token);
    });
  }

  async find(token: string, now: number): Promise<StoredCheck | null> {
    const row = await this.reads.run((manager) => manager.findOneBy(CheckEntity, { token }));
    if (row === null || row.expiresAt <= now) return null;
    const { createdAt, expiresAt, observationsDropped } = row;
    return { token, createdAt, expiresAt, observationsDropped };
  }

  async isLive(token: string, now: number): Promise<boolean> {
    const rows: unknown[] = await this.reads.run((manager) =>
      manager.query('SELECT 1 FROM "checks" WHERE "token" = ? AND "expires_at" > ?', [token, now]),
    );
    return rows.length > 0;
  }

  deleteExpired(now: number): Promise<number> {
    return deleteExpired(this.reads, this.writes, now);
  }
}
