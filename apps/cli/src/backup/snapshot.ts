/** The files of several directories as they are at one moment, while other processes change them. */
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { errnoCode } from '#text';

import type { Part } from './parts.js';

type Entry = { readonly path: string; readonly mode: number } & (
  | { readonly kind: 'directory' }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'file'; readonly content: Buffer }
);

export interface Snapshot {
  /** The names of those parts that exist. */
  readonly names: readonly string[];
  /** The targets of symbolic links by their paths, which begin with the name of the part: they are not copied. */
  readonly links: Readonly<Record<string, string>>;
}

const MOST_READINGS = 20;
/** LMDB's table of readers (the keys of Knot): it belongs to the running processes. */
const PROCESS_STATE = 'lock.mdb';

/**
 * Copies the parts into directories of their names below `target`. They are read until two readings in a row are the
 * same: between the two, everything was as it was read. That also holds for the key database of Knot (LMDB), which is
 * consistent at every moment.
 */
export async function copySnapshot(parts: readonly Part[], target: string): Promise<Snapshot> {
  const entries = await stableReading(parts);
  const links: Record<string, string> = {};
  for (const entry of entries) {
    const path = join(target, entry.path);
    if (entry.kind === 'directory') await mkdir(path, { mode: entry.mode });
    else if (entry.kind === 'link') links[entry.path] = entry.target;
    else await writeFile(path, entry.content, { flag: 'wx', mode: entry.mode });
  }
  return { names: entries.map(({ path }) => path).filter((path) => !path.includes('/')), links };
}

async function stableReading(parts: readonly Part[]): Promise<readonly Entry[]> {
  let before: string | undefined;
  for (let count = 0; count < MOST_READINGS; count += 1) {
    const entries = await reading(parts);
    const now = entries === undefined ? undefined : digest(entries);
    if (entries !== undefined && now === before) return entries;
    before = now;
  }
  throw new Error(`The files keep changing (${parts.map(({ dir }) => dir).join(', ')}): try again later.`);
}

/** Undefined when a file vanished meanwhile. */
async function reading(parts: readonly Part[]): Promise<readonly Entry[] | undefined> {
  try {
    const found = await Promise.all(parts.map(({ name, dir }) => entriesOf(dir, name)));
    return found.flat();
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function entriesOf(dir: string, path: string): Promise<Entry[]> {
  const status = await lstat(dir).catch((error: unknown) => {
    if (errnoCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (status?.isDirectory() !== true) return [];
  const names = await readdir(dir);
  const inside = await Promise.all(
    names
      .filter((name) => name !== PROCESS_STATE)
      .toSorted()
      .map((name) => entryOf(join(dir, name), `${path}/${name}`)),
  );
  return [{ path, mode: status.mode & 0o777, kind: 'directory' }, ...inside.flat()];
}

/** Sockets and the like are nobody's data. */
async function entryOf(file: string, path: string): Promise<Entry[]> {
  const status = await lstat(file);
  const mode = status.mode & 0o777;
  if (status.isDirectory()) return entriesOf(file, path);
  if (status.isSymbolicLink()) return [{ path, mode, kind: 'link', target: await readlink(file) }];
  if (status.isFile()) return [{ path, mode, kind: 'file', content: await readFile(file) }];
  return [];
}

function digest(entries: readonly Entry[]): string {
  const hash = createHash('sha256');
  for (const entry of entries) {
    const length = entry.kind === 'file' ? entry.content.length : 0;
    hash.update(JSON.stringify({ ...entry, content: length }));
    if (entry.kind === 'file') hash.update(entry.content);
  }
  return hash.digest('hex');
}
