/** One run at a time for each rollover: a lock of the kernel, and beside it a note of who holds it, for the others to read. */
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import process from 'node:process';

import { readTextFile } from '#files';
import { type ExclusiveFile, holdExclusively, LockFileError } from '#lock';
import { fileFault } from '#text';

import { RolloverError } from '../rollover-error.js';
import { replaceDurably } from './durable-file.js';
import { type LockOwner, lockOwnerSchema } from './lock-owner.js';
import { lockFile, lockOwnerFile } from './state-paths.js';

export type LockOutcome =
  | { readonly kind: 'held'; readonly release: () => Promise<void> }
  /** Who holds it; null when that cannot be read, as in the moment before it is written. */
  | { readonly kind: 'taken'; readonly owner: LockOwner | null };

/**
 * The directory must be there.
 *
 * @throws RolloverError when the file cannot be written
 */
export async function takeLock(stateDir: string, id: string, now: number): Promise<LockOutcome> {
  const note = lockOwnerFile(stateDir, id);
  const lock = await hold(lockFile(stateDir, id));
  if (lock === undefined) return { kind: 'taken', owner: await readOwner(note) };
  try {
    await replaceDurably(note, `${JSON.stringify(ownerHere(now))}\n`);
  } catch (error) {
    await lock.release();
    throw new RolloverError(`${note} cannot be written: ${fileFault(error)}; nothing was changed`);
  }
  return {
    kind: 'held',
    release: async () => {
      // First the note, as long as it is ours.
      try {
        await rm(note, { force: true });
      } finally {
        await lock.release();
      }
    },
  };
}

async function hold(path: string): Promise<ExclusiveFile | undefined> {
  try {
    return await holdExclusively(path);
  } catch (error) {
    if (error instanceof LockFileError) throw new RolloverError(error.message);
    throw error;
  }
}

/**
 * When whoever works on it now began; null when nobody says so, as when the work is over by now. Milliseconds since the epoch.
 */
export async function lockedSince(stateDir: string, id: string): Promise<number | null> {
  return (await readOwner(lockOwnerFile(stateDir, id)))?.since ?? null;
}

/** The command without its options: they are in the state, and nobody else's business. */
function ownerHere(now: number): LockOwner {
  const [, script = 'node', ...words] = process.argv;
  const options = words.findIndex((word) => word.startsWith('-'));
  const command = [programName(script), ...words.slice(0, options < 0 ? 2 : options)].join(' ');
  return { pid: process.pid, host: hostname(), command, since: now };
}

/** As it is called. */
function programName(script: string): string {
  const name = basename(script);
  return name === 'main.js' ? 'havedane' : name;
}

async function readOwner(path: string): Promise<LockOwner | null> {
  try {
    return lockOwnerSchema.parse(JSON.parse(await readTextFile(path)));
  } catch {
    // It only makes the message better.
    return null;
  }
}
