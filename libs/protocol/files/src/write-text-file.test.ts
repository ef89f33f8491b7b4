import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { writeTextFile } from './write-text-file.js';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'havedane-files-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it('writeTextFile writes for the owner alone, unless it is to be otherwise', async () => {
  await writeTextFile(join(dir, 'a'), 'text', { flags: 'w' });
  await writeTextFile(join(dir, 'b'), 'text', { flags: 'wx', mode: 0o644 });
  expect(await readFile(join(dir, 'b'), 'utf8')).toBe('text');
  expect((await stat(join(dir, 'a'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(dir, 'b'))).mode & 0o777).toBe(0o644);
});

it('writeTextFile names the file that could not be written', async () => {
  // Opens, and is full.
  await expect(writeTextFile('/dev/full', 'text', { flags: 'w' })).rejects.toMatchObject({
    code: 'ENOSPC',
    path: '/dev/full',
  });
});
