/**
 * The program of a process that a test kills: appends to the check of the second argument in the database of the
 * first, and prints the detail of every observation that was acknowledged.
 */
import { openStore } from '#store';

import { sampleObservation } from './sample-observation.js';

const [path = '', token = ''] = process.argv.slice(2);
const store = await openStore({ database: { engine: 'sqlite', path }, maxObservationsPerCheck: 1_000_000 });

async function append(worker: number): Promise<void> {
  for (let count = 0; ; count += 1) {
    const detail = `${worker}/${count}`;
    if ((await store.observations.append(sampleObservation(token, { detail }))) === 'stored') {
      process.stdout.write(`${detail}\n`);
    }
  }
}

await Promise.all(Array.from({ length: 20 }, (_, worker) => append(worker)));
