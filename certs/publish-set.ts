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
import { readdir, readlink, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import {
  CERTIFICATE_FILES,
  type CertificateSet,
  SPARE_FILES,
  type SpareCertificate,
} from './certificate-set.js';
import { exists, ignore, linkInstead, linkOnce, syncDirectory } from './links.js';
import { pathInSet, SET_PREFIX, SPARE, writeSet } from './set-files.js';

export const CURRENT = '.current';
/** The set of a rollover that is under way (next-set.ts). */
export const NEXT = '.next';
/** Longer than making a set takes: an older one that no link names was left by a crash. */
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
  await publishWritten(dir, await writeSet(dir, set));
}

/** As `publishInstead`, for a set that is in a directory of `dir` already. Can be repeated. */
export async function publishWritten(dir: string, made: string): Promise<void> {
  const before = await linkTarget(dir, CURRENT);
  await linkInstead(dir, made, CURRENT, made);
  for (const file of CERTIFICATE_FILES) {
    // Another run may have put its own set in place of this one, all links made, and have deleted this one.
    await linkInstead(dir, join(CURRENT, pathInSet(file)), file, made).catch(ignore('ENOENT', undefined));
  }
  await syncDirectory(dir);
  if (before !== undefined && before !== made) await rm(join(dir, before), { recursive: true, force: true });
  await removeAbandoned(dir);
}

/** Undefined when there is no such link. */
export function linkTarget(dir: string, name: string): Promise<string | undefined> {
  return readlink(join(dir, name)).catch(ignore('ENOENT', undefined));
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

async function removeAbandoned(dir: string): Promise<void> {
  const named = [await linkTarget(dir, CURRENT), await linkTarget(dir, NEXT)];
  for (const name of await readdir(dir)) {
    if (!name.startsWith(SET_PREFIX) || named.includes(name)) continue;
    // Another run may have deleted what it replaced.
    const set = await stat(join(dir, name)).catch(ignore('ENOENT', undefined));
    if (set !== undefined && Date.now() - set.mtimeMs > ABANDONED_AFTER_MS)
      await rm(join(dir, name), { recursive: true, force: true });
  }
}
