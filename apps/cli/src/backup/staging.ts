/** Directories for the time of a backup or of a restore, which hold private keys: none may outlive who made it. */
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Config } from '#config';
import { namesIn } from '#files';
import { type ExclusiveFile, holdExclusively } from '#lock';
import { databaseName } from '#store';

const LOCK = '.lock';
const STAGING = /^\.(backup|restore)-/;

/** @throws Error when the database is on a server */
export function databaseFile({ database }: Config): string {
  if (database.engine === 'sqlite') return database.path;
  throw new Error(
    `\`havedane backup\` and \`restore\` are for a database that is a file, and yours is ${databaseName(database)}: use pg_dump for it, and copy the directories of the keys, zones and state.`,
  );
}

/**
 * Works in a new directory beside the database and removes it, however the work ends. If the process is killed,
 * `removeAbandoned` does it later: the lock in the directory, which the kernel frees, tells whether somebody works there.
 */
export async function inStaging<T>(
  config: Config,
  purpose: 'backup' | 'restore',
  work: (dir: string) => Promise<T>,
): Promise<T> {
  const parent = dirname(databaseFile(config));
  // It gets its name when it is locked: before that, it could be taken for abandoned.
  const unlocked = await mkdtemp(join(parent, '.new-'));
  const dir = join(parent, `.${purpose}-${unlocked.slice(-6)}`);
  let lock: ExclusiveFile | undefined;
  try {
    lock = await holdExclusively(join(unlocked, LOCK));
    await rename(unlocked, dir);
    return await work(dir);
  } finally {
    for (const each of [unlocked, dir]) await remove(each);
    await lock?.release();
  }
}

/** Removes what killed processes left beside the database. Resolves to the paths. */
export async function removeAbandoned({ database }: Config): Promise<readonly string[]> {
  if (database.engine !== 'sqlite') return [];
  const parent = dirname(database.path);
  const removed: string[] = [];
  for (const name of await namesIn(parent)) {
    if (!STAGING.test(name)) continue;
    const dir = join(parent, name);
    const lock = await holdExclusively(join(dir, LOCK));
    if (lock === undefined) continue;
    await remove(dir);
    await lock.release();
    removed.push(dir);
  }
  return removed;
}

/** After an error, files may still be written there. */
async function remove(dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true, maxRetries: 10 });
}
