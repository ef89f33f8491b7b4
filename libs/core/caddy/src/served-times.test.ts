import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { tempDirOfTest } from '../../../../test/support/temp-dir.js';

import { outagesIn } from './served-times.js';

it('are the times between those that were noted, by number, and whatever follows the last', async () => {
  const dir = await tempDirOfTest();
  await mkdir(join(dir, 'served'));
  for (const [begin, end] of [
    [1_000, 1_100],
    [90, 500],
    [1_200, 1_300],
  ] as const) {
    const file = join(dir, 'served', String(begin));
    await writeFile(file, '');
    await utimes(file, end, end);
  }
  await writeFile(join(dir, 'served', 'README'), 'Not one of them.');
  expect(await outagesIn(dir)).toEqual([
    { from: 500_000, until: 1_000_000 },
    { from: 1_100_000, until: 1_200_000 },
    { from: 1_300_000, until: Infinity },
  ]);
});

it('are none where nobody notes them', async () => {
  const dir = await tempDirOfTest();
  expect(await outagesIn(dir)).toEqual([]);
  await mkdir(join(dir, 'served'));
  expect(await outagesIn(dir)).toEqual([]);
});
