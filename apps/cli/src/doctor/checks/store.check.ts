/** Whether what arrives can be kept: the database takes writes, and its disk has room. */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

import { databaseName, openStore } from '#store';

import { type DoctorLine, LineWriter } from '../doctor-line.js';
import type { Check, Examination } from '../examination.js';

const MIB = 1024 * 1024;
const LITTLE_BYTES = 1024 * MIB;
const TOO_LITTLE_BYTES = 128 * MIB;

export const checkStore: Check = (examination) =>
  Promise.all([storeLine(examination), ...diskLines(examination)]);

async function storeLine({ config: { database, checks } }: Examination): Promise<DoctorLine> {
  const line = new LineWriter('store', databaseName(database));
  const expected = 'takes writes';
  try {
    const { maxObservationsPerCheck } = checks;
    const store = await openStore({ database, maxObservationsPerCheck, schemaTimeoutMs: 0 });
    try {
      await store.ping();
      return line.ok(expected, expected);
    } finally {
      await store.close();
    }
  } catch (error) {
    const comparison = { expected, found: error instanceof Error ? error.message : String(error) };
    return line.error(
      comparison,
      database.engine === 'sqlite'
        ? 'See that the file and its directory belong to the user of the apps, and migrate it.'
        : 'See that its server runs, and that the user of DATABASE_URL owns the database; then migrate it.',
    );
  }
}

/** The disk of a database on a server is not ours to see. */
function diskLines({ config: { database } }: Examination): Promise<DoctorLine>[] {
  return database.engine === 'sqlite' ? [diskLine(dirname(database.path))] : [];
}

async function diskLine(directory: string): Promise<DoctorLine> {
  const line = new LineWriter('disk space', directory);
  const expected = 'at least 1 GiB free';
  try {
    const { bavail, bsize } = await statfs(directory);
    const free = bavail * bsize;
    const comparison = { expected, found: `${Math.floor(free / MIB).toLocaleString('en')} MiB free` };
    const advice =
      'Make room: when the disk is full, mail is answered 451 and nothing is lost, but nothing is seen.';
    if (free < TOO_LITTLE_BYTES) return line.error(comparison, advice);
    return free < LITTLE_BYTES ? line.warning(comparison, advice) : line.ok(expected, comparison.found);
  } catch (error) {
    const comparison = { expected, found: error instanceof Error ? error.message : String(error) };
    return line.error(comparison, 'Create the directory of DATABASE_URL.');
  }
}
