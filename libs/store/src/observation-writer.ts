/** Writes a group of observations inside a write transaction. */
import { In, type EntityManager } from 'typeorm';

import type { NewObservation } from '#checks';

import { CheckEntity } from './entities/check.entity.js';
import { ObservationEntity } from './entities/observation.entity.js';
import { toRow } from './entities/observation.mapper.js';
import type { AppendResult } from './store.js';
import { trimUnattributed } from './unattributed.js';

/**
 * One result for each observation, in their order. The cap holds across processes, because the counts are read and
 * written in the transaction that holds the write lock.
 */
export async function writeObservations(
  manager: EntityManager,
  observations: readonly NewObservation[],
  maxPerCheck: number,
): Promise<AppendResult[]> {
  const checks = await checksOf(manager, observations);
  const results = observations.map((observation) => admit(observation, checks, maxPerCheck));
  await insertRows(
    manager,
    observations.filter((_, index) => results[index] === 'stored'),
  );
  await saveCounts(manager, [...checks.values()]);
  const strangers = observations.filter(({ token }) => token === null);
  if (strangers.length > 0) {
    await trimUnattributed(manager, new Set(strangers.map(({ clientAddress }) => clientAddress)));
  }
  return results;
}

async function checksOf(
  manager: EntityManager,
  observations: readonly NewObservation[],
): Promise<Map<string, CheckEntity>> {
  const tokens = new Set(observations.flatMap(({ token }) => (token === null ? [] : [token])));
  if (tokens.size === 0) return new Map();
  const checks = await manager.findBy(CheckEntity, { token: In([...tokens]) });
  return new Map(checks.map((check) => [check.token, check]));
}

/** Decides about one observation and counts it. */
function admit(
  { token, kind }: NewObservation,
  checks: ReadonlyMap<string, CheckEntity>,
  maxPerCheck: number,
): AppendResult {
  if (token === null) return 'stored';
  const check = checks.get(token);
  if (check === undefined) return 'no-check';
  if (kind === 'delivered') check.receivedMail = true;
  if (check.observationsStored >= maxPerCheck) {
    check.observationsDropped += 1;
    return 'dropped';
  }
  check.observationsStored += 1;
  return 'stored';
}

async function insertRows(manager: EntityManager, observations: readonly NewObservation[]): Promise<void> {
  if (observations.length === 0) return;
  await manager
    .createQueryBuilder()
    .insert()
    .into(ObservationEntity)
    .values(observations.map(toRow))
    .updateEntity(false)
    .execute();
}

/** One statement for all of them: the rows exist, so the insertion always becomes the update. */
async function saveCounts(manager: EntityManager, checks: CheckEntity[]): Promise<void> {
  if (checks.length === 0) return;
  await manager
    .createQueryBuilder()
    .insert()
    .into(CheckEntity)
    .values(checks)
    .orUpdate(['received_mail', 'observations_stored', 'observations_dropped'], ['token'])
    .updateEntity(false)
    .execute();
}
