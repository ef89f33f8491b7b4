import type { EntityManager } from 'typeorm';

import { type Rate, type RateExceeded, TieredRates } from '#limits';

import { GroupCommit } from '../engine/group-commit.js';
import type { WriteQueue } from '../engine/write-queue.js';
import { isRowFault } from '../errors.js';
import { statement } from '../sql/statement.js';
import type { RatesRepository } from '../store.js';

const WINDOW_MS = 60_000;
const MAX_GROUP = 50;
const MAX_WAITING = 1_000;

interface Count {
  readonly rates: readonly Rate[];
  readonly now: number;
}

interface Row {
  readonly key: string;
  readonly hits: number;
  readonly endsAt: number;
}

const deleteEnded = statement(() => `DELETE FROM "rates" WHERE "ends_at" <= ?`);
const selectRates = statement<Row>(
  (sql) =>
    `SELECT "key", "hits", "ends_at" AS "endsAt" FROM "rates" WHERE "key" ${sql.inList} ORDER BY "ends_at"`,
);
const upsertRates = statement(
  (sql) => `INSERT INTO "rates" ("key", "hits", "ends_at")
    SELECT ${sql.field(0, 'text')}, ${sql.field(1, 'integer')}, ${sql.field(2, 'integer')} FROM ${sql.rows} WHERE TRUE
    ON CONFLICT ("key") DO UPDATE SET "hits" = excluded."hits"`,
);

/** What writes anyway, or does something to others, is counted here; a row ends with its minute. */
export class SqlRatesRepository implements RatesRepository {
  private readonly counts: GroupCommit<Count, RateExceeded | null>;

  constructor(writes: WriteQueue) {
    this.counts = new GroupCommit({
      commit: (group) => writes.run((manager) => countAll(manager, group)),
      maxItems: MAX_GROUP,
      maxWaiting: MAX_WAITING,
      minIntervalMs: 0,
      isItemFault: isRowFault,
    });
  }

  count(rates: readonly Rate[], now: number): Promise<RateExceeded | null> {
    return this.counts.add({ rates, now });
  }

  /** Resolves when everything that was given has been counted or has failed. */
  async drained(): Promise<void> {
    await this.counts.idle();
  }
}

/** No other writer comes in between the reading and the writing. */
async function countAll(
  manager: EntityManager,
  group: readonly Count[],
): Promise<readonly (RateExceeded | null)[]> {
  const now = Math.max(...group.map((count) => count.now));
  await deleteEnded(manager, [now]);
  const keys = group.flatMap(({ rates }) => rates.map(({ key }) => key));
  const rows = await selectRates(manager, [JSON.stringify(keys)]);
  const windows = new Map(rows.map(({ key, hits, endsAt }) => [key, { hits, endsAt }]));
  const counted = new TieredRates(() => now, WINDOW_MS, Infinity, windows);
  const answers = group.map(({ rates }) => counted.count(rates));
  const changed = [...windows].map(([key, { hits, endsAt }]) => [key, hits, endsAt]);
  await upsertRates(manager, [JSON.stringify(changed)]);
  return answers;
}
