import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';

import { In, MoreThan, MoreThanOrEqual } from 'typeorm';

import { ProbeEntity } from './probe.entity.js';
import type { FinishedProbe, NewProbe, ProbesRepository, StoredProbe } from './probe-store.js';
import type { ReadAccess } from '../engine/read-access.js';
import type { WriteQueue } from '../engine/write-queue.js';
import { statement } from '../sql/statement.js';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** What counts is repetition, which every level finds; the highest take a hundred times as long. */
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** An instance whose limit was lowered gets there over several insertions instead of holding up one for long. */
const MAX_EVICTIONS = 100;

const evict = statement(
  (sql) => `DELETE FROM "probes" WHERE "id" IN (
    SELECT "id" FROM "probes" ORDER BY "created_at" DESC, ${sql.insertionOrder} DESC LIMIT ? OFFSET ?)`,
);

export class SqlProbesRepository implements ProbesRepository {
  constructor(
    private readonly reads: ReadAccess,
    private readonly writes: WriteQueue,
  ) {}

  async insert(probe: NewProbe, maxProbes: number): Promise<StoredProbe | null> {
    const running = await this.writes.run(async (manager) => {
      const { domain, createdAt } = probe;
      const other = await manager.findOneBy(ProbeEntity, {
        ...{ domain, state: 'running', leaseUntil: MoreThan(createdAt) },
      });
      if (other !== null) return other;
      await manager.insert(ProbeEntity, { ...probe, state: 'running' });
      await evict(manager, [MAX_EVICTIONS, maxProbes]);
      return null;
    });
    return fromRow(running);
  }

  async renew(ids: readonly string[], leaseUntil: number): Promise<void> {
    await this.writes.run((manager) => manager.update(ProbeEntity, { id: In([...ids]) }, { leaseUntil }));
  }

  async finish({ id, finishedAt, state, report }: FinishedProbe): Promise<void> {
    // On another thread, and before the transaction: no message waits for it.
    const compressed = await compress(report, COMPRESSION);
    await this.writes.run((manager) =>
      manager.update(ProbeEntity, { id }, { finishedAt, state, report: compressed }),
    );
  }

  async find(id: string): Promise<StoredProbe | null> {
    return fromRow(await this.reads.run((manager) => manager.findOneBy(ProbeEntity, { id })));
  }

  async findRecent(domain: string, since: number): Promise<StoredProbe | null> {
    const row = await this.reads.run((manager) =>
      manager.findOne(ProbeEntity, {
        where: { domain, state: 'done', finishedAt: MoreThanOrEqual(since) },
        order: { finishedAt: 'DESC' },
      }),
    );
    return fromRow(row);
  }
}

async function fromRow(row: ProbeEntity | null): Promise<StoredProbe | null> {
  if (row === null) return null;
  const { id, domain, createdAt, finishedAt, state, leaseUntil, report } = row;
  return {
    id,
    domain,
    createdAt,
    finishedAt,
    state,
    leaseUntil,
    report: report === null ? null : (await decompress(report)).toString(),
  };
}
