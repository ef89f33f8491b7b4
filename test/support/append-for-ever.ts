/**
 * The program of a process that a test kills: appends to the check of the second argument in the database of the
 * first (JSON), and prints the detail of every observation that was acknowledged. Goes on when the store is in trouble.
 */
import { setTimeout as pause } from 'node:timers/promises';

import { isStoreUnavailable, openStore, type StoreOptions } from '#store';

import { sampleObservation } from './sample-observation.js';

const [database = '', token = ''] = process.argv.slice(2);
const store = await openStore({
  database: JSON.parse(database) as StoreOptions['database'],
  maxObservationsPerCheck: 1_000_000,
});

async function append(worker: number): Promise<void> {
  for (let count = 0; ; count += 1) {
    const detail = `${worker}/${count}`;
    if (await isStored(detail)) process.stdout.write(`${detail}\n`);
  }
}

async function isStored(detail: string): Promise<boolean> {
  try {
    return (await store.observations.append(sampleObservation(token, { detail }))) === 'stored';
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
    await pause(10);
    return false;
  }
}

await Promise.all(Array.from({ length: 20 }, (_, worker) => append(worker)));
