/** Deletes what is out of date in small transactions with pauses, so that no message waits for it. */
import { setTimeout as pause } from 'node:timers/promises';

import { In, LessThanOrEqual, type EntityManager } from 'typeorm';

import { CheckEntity } from './check.entity.js';
import { RateEntity } from '../rates/rate.entity.js';
import type { ReadAccess } from '../engine/read-access.js';
import { deleteUnattributed, staleUnattributed } from '../observations/unattributed.js';
import type { WriteQueue } from '../engine/write-queue.js';

const ROWS_PER_BATCH = 1_000;
const CHECKS_PER_BATCH = 200;
/** Long enough for another process, which looks for the lock every few milliseconds, to get its turn. */
const PAUSE_MS = 10;

export async function deleteExpired(reads: ReadAccess, writes: WriteQueue, now: number): Promise<number> {
  let deleted = 0;
  for (;;) {
    const tokens = await reads.run((manager) => nextExpired(manager, now));
    if (tokens.length === 0) break;
    // Their observations go by the foreign key.
    const result = await writes.run((manager) => manager.delete(CheckEntity, { token: In(tokens) }));
    deleted += result.affected ?? 0;
    await pause(PAUSE_MS);
  }
  const stale = await reads.run((manager) => staleUnattributed(manager, now));
  for (let start = 0; start < stale.length; start += ROWS_PER_BATCH) {
    await writes.run((manager) => deleteUnattributed(manager, stale.slice(start, start + ROWS_PER_BATCH)));
    await pause(PAUSE_MS);
  }
  // Until the next one is counted nothing else deletes them, and they name visitors.
  await writes.run((manager) => manager.delete(RateEntity, { endsAt: LessThanOrEqual(now) }));
  return deleted;
}

/** As many expired checks as have about one batch of observations between them, but at least one. */
async function nextExpired(manager: EntityManager, now: number): Promise<string[]> {
  const expired = await manager.find(CheckEntity, {
    select: { token: true, observationsStored: true },
    where: { expiresAt: LessThanOrEqual(now) },
    order: { expiresAt: 'ASC' },
    take: CHECKS_PER_BATCH,
  });
  let rows = 0;
  const batch = expired.filter(({ observationsStored }) => (rows += observationsStored) <= ROWS_PER_BATCH);
  return (batch.length > 0 ? batch : expired.slice(0, 1)).map(({ token }) => token);
}
