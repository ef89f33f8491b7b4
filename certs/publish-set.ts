/**
 * Puts a set of files into CERTS_DIR so that a reader, at any moment, finds all of one set or nothing:
 *
 *     leaf.key.pem  -> .current/leaf.key.pem          one such link for each file
 *     spare.key.pem -> .current/spare/spare.key.pem
 *     .current      -> .set-Xa81Bc                    changed in one step
 *     .set-Xa81Bc/                                    the files themselves, complete before .current names them
 *     .set-Xa81Bc/spare/                              such a directory may come later, as a whole: an older version did
 *                                                     not know the certificate
 *
 * Renaming the directory as a whole would do the same, but it may be the mount point of a volume.
 */
import { readdir, readlink, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { CertificateId } from '#scenarios';

import { CERTIFICATE_FILES, type CertificateFile, type EarlierSet, filesOf } from './certificate-set.js';
import { exists, ignore, linkInstead, linkOnce, syncDirectory } from './links.js';
import { pathInSet, SET_PREFIX, writeSet } from './set-files.js';

export const CURRENT = '.current';
/** The set of a rollover that is under way (next-set.ts). */
export const NEXT = '.next';
/** Longer than making a set takes: an older one that no link names was left by a crash. */
const ABANDONED_AFTER_MS = 3_600_000;

/** Publishes the set where there is none. Answers false, and changes nothing, when another run was first. */
export async function publishFirst(dir: string, set: EarlierSet): Promise<boolean> {
  const made = await writeSet(dir, set);
  const first = await linkOnce(made, join(dir, CURRENT));
  if (!first) await rm(join(dir, made), { recursive: true });
  await completeLinks(dir);
  return first;
}

/**
 * Publishes certificates beside files that lack them, which stay as they are; of one that another run was first with, nothing.
 *
 * @param ids those certificates
 */
export async function publishMissing(
  dir: string,
  set: EarlierSet,
  ids: readonly CertificateId[],
): Promise<void> {
  const files = ids.flatMap((id): readonly CertificateFile[] => filesOf(id));
  const made = await writeSet(dir, Object.fromEntries(files.map((file) => [file, set[file]])));
  // Files that somebody put there are no links, and there may be no set.
  const isOwnSet = await linkOnce(made, join(dir, CURRENT));
  if (!isOwnSet) await moveCertificates(dir, made, CURRENT, ids);
  for (const file of files) await linkInstead(dir, join(CURRENT, pathInSet(file)), file, made);
  await syncDirectory(dir);
  if (!isOwnSet) await rm(join(dir, made), { recursive: true });
}

/** Publishes the set in place of whatever is there, and deletes what it replaces. */
export async function publishInstead(dir: string, set: EarlierSet): Promise<void> {
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

/** Moves those certificates from one set into another, unless they are there: a directory takes the place of an empty one at most. */
export async function moveCertificates(
  dir: string,
  from: string,
  to: string,
  ids: readonly CertificateId[],
): Promise<void> {
  for (const id of ids) {
    const [key] = filesOf(id);
    const path = dirname(pathInSet(key));
    const there = await readdir(join(dir, to, path)).catch(ignore('ENOENT', undefined));
    // What is left of one whose key was deleted gives way.
    if (there !== undefined && !there.includes(key)) await rm(join(dir, to, path), { recursive: true });
    await rename(join(dir, from, path), join(dir, to, path))
      .catch(ignore('ENOTEMPTY', undefined))
      .catch(ignore('EEXIST', undefined));
  }
  await syncDirectory(join(dir, to));
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
