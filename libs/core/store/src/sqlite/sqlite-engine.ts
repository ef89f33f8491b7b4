import { dirname } from 'node:path';

import type { EntityManager } from 'typeorm';

import { freeSpace, FULL_BELOW } from '#files';

import type { Engine } from '../engine/engine.js';
import { BEGIN } from './data-source.js';
import { explained } from './sqlite-errors.js';

export function sqliteEngine(path: string, freeSpaceIn = freeSpace): Engine {
  return {
    begin: BEGIN,
    explained: (error) => explained(path, error),
    writeSomething: writeOnePage,
    raiseIds: async (manager, above) => {
      await manager.query(
        `UPDATE "sqlite_sequence" SET "seq" = MAX("seq", ?) WHERE "name" = 'observations'`,
        [above],
      );
    },
    // A full disk may have room for one page still, in the part of the write-ahead log where a larger transaction failed.
    checkRoom: async () => {
      const free = await freeSpaceIn(dirname(path));
      if (free !== undefined && free < FULL_BELOW) throw explained(path, fullDisk(free));
    },
  };
}

function fullDisk(free: number): Error {
  return Object.assign(new Error(`${free} bytes are free`), { code: 'ENOSPC' });
}

/** `user_version` is ours to use, and unused: writing the same again changes nothing, but writes the first page. */
async function writeOnePage(manager: EntityManager): Promise<void> {
  const rows: { user_version: number }[] = await manager.query('PRAGMA user_version');
  await manager.query(`PRAGMA user_version = ${rows[0]?.user_version ?? 0}`);
}
