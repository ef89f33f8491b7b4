import { createWriteStream, type Stats } from 'node:fs';
import { access, cp, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { extract, type ReadEntry } from 'tar';

import type { Config } from '#config';
import { namesIn, readTextFile } from '#files';
import { migrateStore, verifyDatabaseCopy } from '#store';
import { errnoCode, fileFault } from '#text';

import { DATABASE, MANIFEST, type Manifest, manifestSchema, type Part, partsOf } from './parts.js';
import { databaseFile, inStaging, removeAbandoned } from './staging.js';

export class RestoreError extends Error {
  override readonly name = 'RestoreError';
}

/**
 * Puts a backup into an empty instance of the same domain, and brings the database up to date. The archive is verified as a
 * whole before anything is put in its place; what fails later leaves the instance empty.
 *
 * @throws RestoreError when the instance is not empty, or the archive is not a backup of it
 */
export async function restoreBackup(
  config: Config,
  input: string | Readable,
  signal: AbortSignal,
): Promise<Manifest> {
  const path = databaseFile(config);
  await requireEmpty(config);
  await mkdir(dirname(path), { recursive: true });
  await removeAbandoned(config);
  return inStaging(config, 'restore', async (staging) => {
    const unpacked = await unpack(input, staging, signal);
    const manifest = await readManifest(unpacked);
    requireDomain(manifest, config);
    await verifyDatabaseCopy(join(unpacked, DATABASE));
    signal.throwIfAborted();
    await putInPlace(unpacked, manifest, config);
    return manifest;
  });
}

async function requireEmpty(config: Config): Promise<void> {
  const places = [databaseFile(config), ...partsOf(config).map(({ dir }) => dir)];
  const isTaken = await Promise.all(places.map(isInUse));
  const taken = places.filter((_place, index) => isTaken[index]);
  if (taken.length === 0) return;
  throw new RestoreError(
    `A backup is restored into an empty instance, and something is in ${taken.join(', ')}: move it away, or remove the volumes.`,
  );
}

async function isInUse(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length > 0;
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return false;
    if (errnoCode(error) === 'ENOTDIR') return true;
    throw error;
  }
}

/** Answers the directory of the contents. */
async function unpack(input: string | Readable, staging: string, signal: AbortSignal): Promise<string> {
  const contents = join(staging, 'contents');
  await mkdir(contents, { mode: 0o700 });
  const file = typeof input === 'string' ? input : join(staging, 'archive');
  if (typeof input !== 'string') await pipeline(input, createWriteStream(file, { mode: 0o600 }), { signal });
  const unfit: string[] = [];
  const isPlain = (path: string, entry: ReadEntry | Stats): boolean => {
    const { type } = entry as ReadEntry;
    const isFit = ['File', 'OldFile', 'Directory'].includes(type);
    if (!isFit) unfit.push(`${path} (${type})`);
    return isFit;
  };
  try {
    await extract({ file, cwd: contents, strict: true, preserveOwner: false, filter: isPlain });
  } catch (error) {
    if (error instanceof Error && errnoCode(error) !== undefined && !isOfArchive(error)) {
      // The errors of files speak for themselves, but for those of reading, which name none.
      throw 'path' in error ? error : new RestoreError(`${file} cannot be read: ${fileFault(error)}`);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new RestoreError(`The archive is damaged, or not from \`havedane backup\`: ${reason}`);
  }
  if (unfit.length > 0)
    throw new RestoreError(`The archive contains entries that are not files: ${unfit.join(', ')}.`);
  return contents;
}

function isOfArchive(error: Error): boolean {
  return /^(TAR_|Z_)/.test(errnoCode(error) ?? '');
}

async function readManifest(staging: string): Promise<Manifest> {
  const path = join(staging, MANIFEST);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) throw new RestoreError(`The archive has no ${MANIFEST}: it is not from \`havedane backup\`.`);
  const manifest = manifestSchema.safeParse(parsed(await readTextFile(path)));
  if (manifest.success) return manifest.data;
  throw new RestoreError(`This version does not know the format of the archive's ${MANIFEST}.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function requireDomain(manifest: Manifest, config: Config): void {
  if (manifest.domain === config.domain) return;
  throw new RestoreError(
    `The backup is of ${manifest.domain}, and DOMAIN is ${config.domain}: set DOMAIN to that of the backup.`,
  );
}

async function putInPlace(unpacked: string, { links }: Manifest, config: Config): Promise<void> {
  const path = databaseFile(config);
  try {
    for (const part of partsOf(config)) {
      await putPart(join(unpacked, part.name), part);
      await putLinks(links, part);
    }
    await rename(join(unpacked, DATABASE), path);
    await migrateStore(config.database);
  } catch (error) {
    for (const { dir } of partsOf(config)) await empty(dir);
    await rm(path, { force: true });
    throw error;
  }
}

/** The directory may be the root of a volume, on another file system than the archive was unpacked on. */
async function putPart(from: string, { dir }: Part): Promise<void> {
  const names = await namesIn(from);
  if (names.length > 0) await mkdir(dir, { recursive: true, mode: 0o700 });
  for (const each of names) await cp(join(from, each), join(dir, each), { recursive: true });
}

async function putLinks(links: Manifest['links'], { name, dir }: Part): Promise<void> {
  for (const [path, target] of Object.entries(links)) {
    if (path.startsWith(`${name}/`)) await symlink(target, join(dir, path.slice(name.length + 1)));
  }
}

async function empty(dir: string): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  for (const name of names) await rm(join(dir, name), { recursive: true, force: true });
}
