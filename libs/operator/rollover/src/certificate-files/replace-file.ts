/** Puts another content in the place of a file's, at once: whoever opens it finds the one or the other, whole. */
import { copyFile, link, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { errnoCode, fileFault } from '#text';

import { RolloverError } from '../rollover-error.js';
import { syncDirectory } from '../state/durable-file.js';

const PERMISSIONS = 0o7777;

/** A content that is on disk beside its file. */
export interface StagedFile {
  readonly temporary: string;
  readonly path: string;
}

/**
 * Writes the content, as `readPemFile` reads one, beside the file, with its owner and mode. A link is followed: what it leads to is replaced.
 *
 * @throws RolloverError; the file is as it was
 */
export async function stageFile(file: string, content: string): Promise<StagedFile> {
  try {
    const path = await realpath(file);
    const { uid, gid, mode } = await stat(path);
    const temporary = temporaryOf(path);
    await rm(temporary, { force: true });
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content, 'latin1');
      const own = await handle.stat();
      if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid);
      await handle.chmod(mode & PERMISSIONS);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { temporary, path };
  } catch (error) {
    await removeStaged(file);
    throw cannotReplace(file, error);
  }
}

/**
 * What was there is kept beside it, for whoever has to go back, until the next one is put in place.
 *
 * @throws RolloverError
 */
export async function putInPlace({ temporary, path }: StagedFile): Promise<void> {
  try {
    const previous = join(dirname(path), `.${basename(path)}.havedane-previous`);
    await rm(previous, { force: true });
    // Some file systems have no links.
    await link(path, previous).catch(() => copyFile(path, previous));
    await rename(temporary, path);
    await syncDirectory(dirname(path));
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
