/**
 * Puts a set of files into CERTS_DIR so that a reader, at any moment, finds all of one set or nothing:
 *
 *     leaf.key.pem  -> .current/leaf.key.pem          one such link for each file
 *     spare.key.pem -> .current/spare/spare.key.pem
 *     .current      -> .set-Xa81Bc                    changed in one step
 *     .set-Xa81Bc/                                    the files themselves, complete before .current names them
 *     .set-Xa81Bc/spare/                              as a whole it may come later: sets of older versions lack it
 *
 * Renaming the directory as a whole would do the same, but it may be the mount point of a volume.
 */
import { chmod, mkdir, mkdtemp, open, readdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import {
  CERTIFICATE_FILES,
  type CertificateFile,
  type CertificateSet,
  SPARE_FILES,
  type SpareCertificate,
} from './certificate-set.js';

const CURRENT = '.current';
const SET_PREFIX = '.set-';
const SPARE = 'spare';
/** Longer than making a set takes: an older one that is not current was left by a crash. */
const ABANDONED_AFTER_MS = 3_600_000;

/** Publishes the set where there is none. Answers false, and changes nothing, when another run was first. */
export async function publishFirst(dir: string, set: CertificateSet): Promise<boolean> {
  const made = await writeSet(dir, set);
  const first = await linkOnce(made, join(dir, CURRENT));
  if (!first) await rm(join(dir, made), { recursive: true });
  await completeLinks(dir);
  return first;
}

/**
 * Publishes the spare beside files that lack one, which stay as they are. Answers false, and changes nothing, when another
 * run was first.
 */
export async function publishSpare(dir: string, spare: SpareCertificate): Promise<boolean> {
  const made = await writeSet(dir, spare);
  // Files that somebody put there are no links, and there may be no set.
  const isOwnSet = await linkOnce(made, join(dir, CURRENT));
  const first = isOwnSet || (await moveSpare(join(dir, made, SPARE), join(dir, CURRENT, SPARE)));
  for (const file of SPARE_FILES) await linkInstead(dir, join(CURRENT, pathInSet(file)), file, made);
  await syncDirectory(dir);
  if (!isOwnSet) await rm(join(dir, made), { recursive: true });
  return first;
}

/** Publishes the set in place of whatever is there, and deletes what it replaces. */
export async function publishInstead(dir: string, set: CertificateSet): Promise<void> {
  const before = await readlink(join(dir, CURRENT)).catch(ignore('ENOENT', undefined));
  const made = await writeSet(dir, set);
  await linkInstead(dir, made, CURRENT, made);
  for (const file of CERTIFICATE_FILES) await linkInstead(dir, join(CURRENT, pathInSet(file)), file, made);
  await syncDirectory(dir);
  if (before !== undefined) await rm(join(dir, before), { recursive: true, force: true });
  await removeAbandoned(dir);
}

/** Makes the links that a run which was interrupted, or is still at it, has not made. */
export async function completeLinks(dir: string): Promise<void> {
  const current = await stat(join(dir, CURRENT)).catch(ignore('ENOENT', undefined));
  if (current === undefined) return;
  for (const file of CERTIFICATE_FILES) {
    const path = join(CURRENT, pathInSet(file));
    if (await exists(join(dir, path))) await linkOnce(path, join(dir, file));
  }
  await syncDirectory(dir);
}

function pathInSet(file: CertificateFile): string {
  const spareFiles: readonly CertificateFile[] = SPARE_FILES;
  return spareFiles.includes(file) ? join(SPARE, file) : file;
}

/** Whether the spare was moved: false when there is one. What is left of one whose key was deleted gives way. */
async function moveSpare(from: string, to: string): Promise<boolean> {
  const there = await readdir(to).catch(ignore('ENOENT', undefined));
  const key: (typeof SPARE_FILES)[number] = 'spare.key.pem';
  if (there !== undefined && !there.includes(key)) await rm(to, { recursive: true });
  // A directory takes the place of an empty one at most (rename(2)).
  const moved = await rename(from, to)
    .then(() => true, ignore('ENOTEMPTY', false))
    .catch(ignore('EEXIST', false));
  await syncDirectory(dirname(to));
  return moved;
}

async function writeSet(dir: string, set: CertificateSet | SpareCertificate): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  // A directory of somebody else's, such as the root of a volume, stays as it is: the set's own is closed anyway.
  await chmod(dir, 0o700).catch(ignore('EPERM', undefined));
  const made = await mkdtemp(join(dir, SET_PREFIX));
  await mkdir(join(made, SPARE), { mode: 0o700 });
  for (const [file, content] of Object.entries(set) as [CertificateFile, string][]) {
    await writeDurably(join(made, pathInSet(file)), content, file.endsWith('.key.pem') ? 0o600 : 0o644);
  }
  await syncDirectory(join(made, SPARE));
  await syncDirectory(made);
  return basename(made);
}

async function writeDurably(path: string, content: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    // Not left to open(): the umask would take its part.
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whether the link was made: false when something of that name exists. */
async function linkOnce(target: string, path: string): Promise<boolean> {
  return symlink(target, path).then(() => true, ignore('EEXIST', false));
}

/** The new link is made in the set's own directory, where nobody looks, and moved over the old one. */
async function linkInstead(dir: string, target: string, name: string, made: string): Promise<void> {
  const temporary = join(dir, made, 'link');
  await symlink(target, temporary);
  await rename(temporary, join(dir, name));
}

async function removeAbandoned(dir: string): Promise<void> {
  const current = await readlink(join(dir, CURRENT));
  for (const name of await readdir(dir)) {
    if (!name.startsWith(SET_PREFIX) || name === current) continue;
    const { mtimeMs } = await stat(join(dir, name));
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS)
      await rm(join(dir, name), { recursive: true, force: true });
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, ignore('ENOENT', false));
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** For `catch`: gives `value` for errors of that code, and passes all others on. */
function ignore<T>(code: string, value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === code) return value;
    throw error;
  };
}
