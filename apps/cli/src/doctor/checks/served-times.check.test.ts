import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { loadConfig } from '#config';

import { tempDirOfTest } from '../../../../../test/support/temp-dir.js';

import type { Examination } from '../examination.js';
import { checkServedTimes } from './served-times.check.js';

const NOW = Date.UTC(2026, 5, 15, 12);

async function statedOf(mtaSts: string): Promise<string[]> {
  const config = loadConfig({ DOMAIN: 'dane.test', PUBLIC_IPV4: '192.0.2.1', MTA_STS: mtaSts });
  const lines = await checkServedTimes({ config, now: () => NOW } as Examination);
  return lines.map(({ status, found }) => `${status}: ${found}`);
}

/** What Caddy's container shares, last noted so many seconds ago. */
async function notedBefore(seconds: number): Promise<string> {
  const dir = await tempDirOfTest();
  const noted = join(dir, 'served', String(NOW / 1_000 - 7_200));
  await mkdir(join(dir, 'served'));
  await writeFile(noted, '');
  await utimes(noted, NOW / 1_000 - seconds, NOW / 1_000 - seconds);
  return dir;
}

it('is fine while it is noted that Caddy is there, and warned of when that has ended', async () => {
  expect(await statedOf(await notedBefore(3))).toEqual(['ok: last noted at 2026-06-15T11:59:57.000Z']);
  const ended = await statedOf(await notedBefore(61));
  expect(ended).toEqual(['warning: last noted at 2026-06-15T11:58:59.000Z']);
});

it('is warned of where nobody notes it, and where the notes cannot be read', async () => {
  const dir = await tempDirOfTest();
  expect(await statedOf(dir)).toEqual(['warning: nobody notes it']);
  await writeFile(join(dir, 'served'), '');
  expect(await statedOf(dir)).toEqual([expect.stringMatching(/^warning: .*director/)]);
});

it('is not looked for without a Caddy', async () => {
  for (const mtaSts of ['false', 'lab']) expect(await statedOf(mtaSts)).toEqual([]);
});
