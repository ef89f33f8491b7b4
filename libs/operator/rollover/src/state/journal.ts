/** Where a run remembers what it does, before and after it. */
import { mkdir, readdir } from 'node:fs/promises';

import { readTextFile } from '#files';
import { errnoCode, fileFault } from '#text';

import { RolloverError } from '../rollover-error.js';
import { replaceDurably } from './durable-file.js';
import { idsAmong, stateFile } from './state-paths.js';
import { type StoredState, storedStateSchema } from './stored-state.js';

/** Far more than two sets of chains and a history of two thousand events. */
const MAX_BYTES = 4 * 1024 * 1024;

export interface Journal {
  /** @throws RolloverError when there is something that cannot be read */
  read(): Promise<StoredState | null>;
  /**
   * When it has resolved, the state is there whatever happens.
   *
   * @throws RolloverError when it cannot be written; what was there before is there still
   */
  write(state: StoredState): Promise<void>;
}

export function fileJournal(stateDir: string, id: string): Journal {
  const path = stateFile(stateDir, id);
  return {
    read: () => readState(path),
    write: (state) => writeState(path, state),
  };
}

/** @throws RolloverError */
export async function makeStateDir(stateDir: string): Promise<void> {
  try {
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new RolloverError(`${stateDir} cannot be made: ${fileFault(error)}; nothing was changed`);
  }
}

/**
 * In the order of their names; none when there is no such directory.
 *
 * @throws RolloverError
 */
export async function storedIds(stateDir: string): Promise<string[]> {
  const files = await readdir(stateDir).catch(ifMissing(stateDir, []));
  return idsAmong(files);
}

async function readState(path: string): Promise<StoredState | null> {
  const text = await readTextFile(path, { maxBytes: MAX_BYTES }).catch(ifMissing(path, null));
  if (text === null) return null;
  const state = storedStateSchema.safeParse(parsed(text));
  if (state.success) return state.data;
  throw new RolloverError(
    `${path} does not hold the state of a rollover: restore it, or move it away to start over (nothing was changed)`,
  );
}

async function writeState(path: string, state: StoredState): Promise<void> {
  try {
    await replaceDurably(path, `${JSON.stringify(state, null, 2)}\n`);
  } catch (error) {
    throw new RolloverError(`${path} cannot be written: ${fileFault(error)}; ${fateOf(state)}`);
  }
}

/** Before the preparation has ended nothing is published. */
function fateOf({ steps }: StoredState): string {
  return steps.prepare.doneAt === null
    ? 'nothing was changed'
    : 'the next run continues from what was written last, and repeats what was not';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told by the schema, together with everything else that can be wrong.
    return undefined;
  }
}

function ifMissing<T>(path: string, instead: T): (error: unknown) => T {
  return (error) => {
    if (errnoCode(error) === 'ENOENT') return instead;
    throw new RolloverError(`${path} cannot be read: ${fileFault(error)} (nothing was changed)`);
  };
}
