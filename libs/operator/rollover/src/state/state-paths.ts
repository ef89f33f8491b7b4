/** Where things are in the directory of states. */
import { join } from 'node:path';

import { RolloverError } from '../rollover-error.js';

/** A host name of at least two labels: other files of the directory have no dot before their ending. */
const ID = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+$/;

/**
 * The name as a part of file names.
 *
 * @throws RolloverError
 */
export function checkedId(id: string): string {
  if (ID.test(id) && id.length <= 200) return id;
  throw new RolloverError(`"${id}" is no full host name, such as mail.example.org`);
}

export function stateFile(stateDir: string, id: string): string {
  return join(stateDir, `${id}.json`);
}

/** What the lock is on; beside it stands who holds it. */
export function lockFile(stateDir: string, id: string): string {
  return join(stateDir, `${id}.lock`);
}

export function lockOwnerFile(stateDir: string, id: string): string {
  return join(stateDir, `${id}.lock-owner`);
}

/** The directory, for its owner alone, in which `Certificates` keep a copy of the next certificate and key. */
export function nextDirectory(stateDir: string, id: string): string {
  return join(stateDir, `${id}.next`);
}

/** The names of the rollovers among the files of the directory. */
export function idsAmong(files: readonly string[]): string[] {
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .filter((id) => ID.test(id))
    .sort();
}
