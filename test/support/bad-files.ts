/** What may stand in the place of a good file. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export const BAD_FILES = {
  empty: (path) => writeFile(path, ''),
  'cut off': (path, good) => writeFile(path, good.slice(0, Math.floor(good.length / 2))),
  'zeros of a power cut': (path, good) => writeFile(path, '\0'.repeat(good.length)),
  'a NUL octet at the end': (path, good) => writeFile(path, `${good}\0`),
  'something else': (path) => writeFile(path, '\u001b[31m<html>{"error": [nothing found\u202e</html>\n'),
  'a directory': async (path) => {
    await rm(path);
    await mkdir(path, { mode: 0o700 });
  },
  'a link to itself': async (path) => {
    await rm(path);
    await symlink(path, path);
  },
  'a pipe': async (path) => {
    await rm(path);
    await promisify(execFile)('mkfifo', ['-m', '600', path]);
  },
  'a file without end': async (path) => truncate(path, 2 ** 40),
  'a file that may not be read': (path) => chmod(path, 0),
} satisfies Record<string, (path: string, good: string) => Promise<unknown>>;

export type BadFile = keyof typeof BAD_FILES;

export const BAD_KINDS = Object.keys(BAD_FILES) as BadFile[];

/** Root may read any file, whatever its mode. */
export async function asNobody<T>(action: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(65_534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}
