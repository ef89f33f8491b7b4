/** How much may still be written on a disk. */
import { type StatsFs, statfsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';

/** Bytes that this user may still write on the disk of the path; undefined where nobody can say. */
export type FreeSpace<T = number | undefined> = (path: string) => T;

/** A database writes whole pages, and its journal some at a time: with less than that, a disk is full. */
export const FULL_BELOW = 64 * 1024;

/** For an error that has happened already, where nobody waits. */
export const freeSpaceNow: FreeSpace = (path) => {
  try {
    return freeSpaceIn(statfsSync(path));
  } catch {
    return undefined;
  }
};

export const freeSpace: FreeSpace<Promise<number | undefined>> = async (path) => {
  try {
    return freeSpaceIn(await statfs(path));
  } catch {
    return undefined;
  }
};

function freeSpaceIn({ blocks, bavail, bfree, bsize }: StatsFs): number | undefined {
  // Some file systems, such as those of FUSE, count nothing.
  if (blocks === 0) return undefined;
  return (process.getuid?.() === 0 ? bfree : bavail) * bsize;
}
