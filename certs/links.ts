/** The links and directories of CERTS_DIR, each changed in one step and written down before the next. */
import { open, rename, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { errnoCode } from '#text';

/** Whether the link was made: false when something of that name exists. */
export async function linkOnce(target: string, path: string): Promise<boolean> {
  return symlink(target, path).then(() => true, ignore('EEXIST', false));
}

/** The new link is made in the set's own directory, where nobody looks, and moved over the old one. */
export async function linkInstead(dir: string, target: string, name: string, made: string): Promise<void> {
  const temporary = join(dir, made, 'link');
  // Of a run that was interrupted here.
  await rm(temporary, { force: true });
  await symlink(target, temporary);
  await rename(temporary, join(dir, name));
}

export function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, ignore('ENOENT', false));
}

export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** For `catch`: gives `value` for errors of that code, and passes all others on. */
export function ignore<T>(code: string, value: T): (error: unknown) => T {
  return (error) => {
    if (errnoCode(error) === code) return value;
    throw error;
  };
}
