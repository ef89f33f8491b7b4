import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { writeObstacle } from './write-obstacle.js';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'havedane-files-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it('writeObstacle is undefined where nothing is in the way', async () => {
  expect(writeObstacle(join(dir, 'new'))).toBeUndefined();
  await writeFile(join(dir, 'old'), '');
  expect(writeObstacle(join(dir, 'old'))).toBeUndefined();
});

it('writeObstacle says what is, and where', async () => {
  await writeFile(join(dir, 'file'), '');
  expect(writeObstacle(join(dir, 'file', 'below'))).toMatchObject({
    code: 'ENOTDIR',
    path: join(dir, 'file'),
  });
  expect(writeObstacle(join(dir, 'none', 'file'))).toMatchObject({ code: 'ENOENT', path: join(dir, 'none') });
});
