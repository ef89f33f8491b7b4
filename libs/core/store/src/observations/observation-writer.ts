/**
 * Writes a group of observations inside a write transaction: this is what every message waits for, so it is three
 * statements whatever the size of the group (one more for a check at its cap), in plain SQL, which takes half the time of the
 * query builder. Each takes the group as one parameter, for the reasons in sqlite/dialect.ts.
 */
import type { EntityManager } from 'typeorm';

import { clientKey, type NewObservation } from '#checks';

import { OBSERVATION_COLUMNS } from './observation.columns.js';
import { toRow } from './observation.mapper.js';
import { statement } from '../sql/statement.js';
import { noteReleases } from '../checks/releases.js';
import { Reserve } from './reserve.js';
import type { AppendResult } from '../store.js';
import { trimUnattributed } from './unattributed.js';

/** What a check counts, while a group is written. */
interface Tally {
  readonly token: string;
  receivedMail: number | boolean;
  stored: number;
  dropped: number;
}

/**
 * One result for each observation, in their order. The cap holds across processes, because the counts are read and
 * written in the transaction that holds the write lock.
 */
export async function writeObservations(
  manager: EntityManager,
  observations: readonly NewObservation[],
  maxPerCheck: number,
): Promise<AppendResult[]> {
  const tallies = await readTallies(manager, observations);
  const reserve = await Reserve.read(manager, atCap(observations, tallies, maxPerCheck));
  const results = observations.map((observation) => admit(observation, tallies, maxPerCheck, reserve));
  const admitted = observations.filter((_, index) => results[index] === 'stored');
  await insertRows(manager, admitted);
  await saveTallies(manager, [...tallies.values()]);
  await noteReleases(
    manager,
    observations.filter(({ token }) => token !== null && tallies.has(token)),
  );
  const strangers = observations.filter(({ token }) => token === null);
  if (strangers.length > 0) {
    await trimUnattributed(manager, [
      ...new Set(strangers.map(({ clientAddress }) => clientKey(clientAddress))),
    ]);
  }
  return results;
}

const selectTallies = statement<Tally>(
  (sql) => `SELECT "token", "received_mail" AS "receivedMail", "observations_stored" AS "stored",
    "observations_dropped" AS "dropped" FROM "checks" WHERE "token" ${sql.inList}`,
);

async function readTallies(
  manager: EntityManager,
  observations: readonly NewObservation[],
): Promise<Map<string, Tally>> {
  const tokens = new Set(observations.flatMap(({ token }) => (token === null ? [] : [token])));
  if (tokens.size === 0) return new Map();
  const tallies = await selectTallies(manager, [JSON.stringify([...tokens])]);
  return new Map(tallies.map((tally) => [tally.token, tally]));
}

/** The checks that have reached the cap, or will when the group is written. */
function atCap(
  observations: readonly NewObservation[],
  tallies: ReadonlyMap<string, Tally>,
  maxPerCheck: number,
): string[] {
  const coming = new Map<string | null, number>();
  for (const { token } of observations) coming.set(token, (coming.get(token) ?? 0) + 1);
  return [...tallies.values()]
    .filter(({ token, stored }) => stored + (coming.get(token) ?? 0) > maxPerCheck)
    .map(({ token }) => token);
}

/** Decides about one observation and counts it. */
function admit(
  observation: NewObservation,
  tallies: ReadonlyMap<string, Tally>,
  maxPerCheck: number,
  reserve: Reserve,
): AppendResult {
  const { token, kind } = observation;
  if (token === null) return 'stored';
  const tally = tallies.get(token);
  if (tally === undefined) return 'no-check';
  if (kind === 'delivered') tally.receivedMail = 1;
  const beyond = tally.stored - maxPerCheck;
  if (beyond >= 0 && !reserve.admits(observation, beyond)) {
    tally.dropped += 1;
    return 'dropped';
  }
  tally.stored += 1;
  reserve.noteStored(observation);
  return 'stored';
}

const INSERTED = OBSERVATION_COLUMNS.filter(({ column }) => column !== 'id');
const insertObservations = statement(
  (sql) => `INSERT INTO "observations" (${INSERTED.map(({ column }) => `"${column}"`).join(', ')})
    SELECT ${INSERTED.map(({ type }, index) => sql.field(index, type)).join(', ')} FROM ${sql.rows}`,
);

async function insertRows(manager: EntityManager, observations: readonly NewObservation[]): Promise<void> {
  if (observations.length === 0) return;
  const rows = observations.map((observation) => {
    const row: Readonly<Record<string, unknown>> = { ...toRow(observation) };
    return INSERTED.map(({ property }) => row[property]);
  });
  await insertObservations(manager, [JSON.stringify(rows)]);
}

const updateTallies = statement(
  (
    sql,
  ) => `UPDATE "checks" SET "received_mail" = ${sql.field(1, 'boolean')}, "observations_stored" = ${sql.field(2, 'integer')},
    "observations_dropped" = ${sql.field(3, 'integer')}
  FROM ${sql.rows} WHERE "checks"."token" = ${sql.field(0, 'text')}`,
);

async function saveTallies(manager: EntityManager, tallies: readonly Tally[]): Promise<void> {
  if (tallies.length === 0) return;
  const values = tallies.map(({ token, receivedMail, stored, dropped }) => [
    token,
    receivedMail,
    stored,
    dropped,
  ]);
  await updateTallies(manager, [JSON.stringify(values)]);
}
