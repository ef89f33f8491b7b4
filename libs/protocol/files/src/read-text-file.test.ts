import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readTextFile, UnfitFileError } from './read-text-file.js';

let dir: string;
let path: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'havedane-files-'));
  path = join(dir, 'file');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('readTextFile', () => {
  it.each(['', 'a\n', 'Grüße', 'x'.repeat(1024 * 1024)])('reads a text', async (text) => {
    await writeFile(path, text);
    expect(await readTextFile(path)).toBe(text);
  });

  it('reads what has no size before it is read', async () => {
    expect(await readTextFile('/proc/self/status')).toMatch(/^Name:/);
  });

  it('reads what a link leads to', async () => {
    await writeFile(path, 'text');
    await symlink(path, join(dir, 'link'));
    expect(await readTextFile(join(dir, 'link'))).toBe('text');
  });

  const UNFIT: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    ['a pipe', () => promisify(execFile)('mkfifo', [path]), /^it is no regular file$/],
    ['NUL octets', () => writeFile(path, 'a\0b'), /^it holds NUL octets/],
    [
      'one octet too many',
      () => writeFile(path, 'x'.repeat(1024 * 1024 + 1)),
      /^it has more than 1048576 bytes$/,
    ],
  ];

  it.each(UNFIT)('refuses %s', async (_, make, says) => {
    await make();
    await expect(readTextFile(path)).rejects.toThrow(UnfitFileError);
    await expect(readTextFile(path)).rejects.toThrow(says);
  });

  it('does not read a file without end', async () => {
    await writeFile(path, 'x');
    // Sparse: no disk holds it, and no memory could.
    await truncate(path, 2 ** 40);
    await expect(readTextFile(path, { maxBytes: 100 })).rejects.toThrow('it has more than 100 bytes');
    await expect(readTextFile('/dev/zero')).rejects.toThrow('it is no regular file');
  });

  it('passes the error of the system on', async () => {
    await expect(readTextFile(path)).rejects.toMatchObject({ code: 'ENOENT', path });
    await symlink(path, path);
    await expect(readTextFile(path)).rejects.toMatchObject({ code: 'ELOOP' });
    await rm(path);
    await mkdir(path);
    await expect(readTextFile(path)).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(readTextFile(join('/dev/null', 'x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it('shows the opened file before it is read', async () => {
    await writeFile(path, 'text', { mode: 0o644 });
    const inspect = ({ mode }: { mode: number }): void => {
      if ((mode & 0o007) !== 0) throw new Error('others may read it');
    };
    await expect(readTextFile(path, { inspect })).rejects.toThrow('others may read it');
  });
});
