/** Puts another content in the place of a file's, at once: whoever opens it finds the one or the other, whole. */
import { copyFile, link, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { errnoCode, fileFault } from '#text';

import { RolloverError } from '../rollover-error.js';
import { syncDirectory } from '../state/durable-file.js';
import { readPemFile } from './read-pem-file.js';

const PERMISSIONS = 0o7777;

/** A file, as `readPemFile` reads one, with what will be in its place. */
export interface Replacement {
  readonly path: string;
  /** What was read, and what the next content was made of. */
  readonly before: string;
  readonly after: string;
}

/** One whose next content is on disk beside it. */
export interface StagedFile extends Replacement {
  readonly temporary: string;
}

/**
 * Writes the next content beside the file, with its owner and mode. A link is followed: what it leads to is replaced.
 *
 * @throws RolloverError; the file is as it was
 */
export async function stageFile({ path: file, before, after }: Replacement): Promise<StagedFile> {
  try {
    const path = await realpath(file);
    const { uid, gid, mode } = await stat(path);
    const temporary = temporaryOf(path);
    await rm(temporary, { force: true });
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(after, 'latin1');
      const own = await handle.stat();
      if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid);
      await handle.chmod(mode & PERMISSIONS);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { temporary, path, before, after };
  } catch (error) {
    await removeStaged(file);
    throw cannotReplace(file, error);
  }
}

/**
 * Puts all of them in place, or none where one was changed since it was read. What was there is kept beside each, for whoever has
 * to go back, until the next one is put in place.
 *
 * @throws RolloverError
 */
export async function putInPlace(files: readonly StagedFile[]): Promise<void> {
  await refuseChanged(files);
  for (const { path } of files) await translated(path, () => keepPrevious(path));
  // Whoever else writes the file may have done so by now: nothing is between this look and the change.
  await refuseChanged(files);
  for (const { temporary, path } of files) await translated(path, () => rename(temporary, path));
  for (const { path } of files) await translated(path, () => syncDirectory(dirname(path)));
}

async function refuseChanged(files: readonly StagedFile[]): Promise<void> {
  const texts = await Promise.all(files.map(({ path }) => readPemFile(path, 'the file to be replaced')));
  const changed = files.find(({ before }, index) => before !== texts[index]);
  if (changed === undefined) return;
  throw new RolloverError(
    `${changed.path} was changed by another program while it was to be replaced: nothing was replaced, and the next run looks at it again`,
  );
}

async function keepPrevious(path: string): Promise<void> {
  const previous = join(dirname(path), `.${basename(path)}.havedane-previous`);
  await rm(previous, { force: true });
  // Some file systems have no links.
  await link(path, previous).catch(() => copyFile(path, previous));
}

async function translated(path: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    throw cannotReplace(path, error);
  }
}

/** Takes away what an interrupted run has left beside the file. */
export async function removeStaged(file: string): Promise<void> {
  const path = await realpath(file).catch(() => null);
  if (path !== null) await rm(temporaryOf(path), { force: true }).catch(() => undefined);
}

/** Always the same, so that a killed run leaves one at most. */
function temporaryOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.havedane-next`);
}

function cannotReplace(path: string, error: unknown): RolloverError {
  // To give a file the owner of the one before takes more than to write it.
  const advice = ['EPERM', 'EACCES'].includes(errnoCode(error) ?? '')
    ? '; run this as root, or as the owner of the file and its directory'
    : '';
  return new RolloverError(`${path} cannot be replaced: ${fileFault(error)}${advice}`);
}
