import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { waitUntil } from '../patience.js';
import { runCommand } from '../../lab/run-command.js';
import { type Attack, demand } from '../attack.js';
import { demandKept, MailLoad } from '../mail-load.js';

const CHUNK = Buffer.alloc(65_536);

/** While the disk is full, mail is deferred and health says so; room is all that it takes to recover. */
export const diskFull: Attack = {
  number: 2,
  title: 'disk full',
  inFastPart: true,
  async run({ fast, directory, world: start, atEnd }) {
    const disk = join(directory, 'disk');
    await mkdir(disk, { recursive: true });
    await runCommand('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk]);
    atEnd(() => runCommand('umount', ['-l', disk]));
    const world = await start({ storeDirectory: disk });
    const checks = await Promise.all(Array.from({ length: 5 }, () => world.createCheck()));
    const load = new MailLoad(checks, 4);
    const rounds = fast ? 1 : 3;
    try {
      for (let round = 0; round < rounds; round += 1) {
        const before = load.count('250');
        await waitUntil('mail to be accepted', () => (load.count('250') > before + 10 ? true : undefined));
        const deferred = load.count('451');
        await fill(join(disk, 'ballast'));
        await waitUntil('451', () => (load.count('451') > deferred + 10 ? true : undefined));
        await waitUntil('/healthz to say 503 while the disk is full', async () =>
          (await world.healthStatus()) === 503 ? true : undefined,
        );
        await rm(join(disk, 'ballast'));
        const then = load.count('250');
        await waitUntil('mail to be accepted again', () =>
          load.count('250') > then + 10 ? true : undefined,
        );
        await world.demandHealthy();
      }
    } finally {
      await load.stop();
    }
    demand(
      load.count('other') === 0,
      `other replies: ${load.deliveries.find((one) => one.reply === 'other')?.text}`,
    );
    demand(load.count('lost') === 0, `${load.count('lost')} sessions were lost`);
    world.demandAlive('api');
    world.demandAlive('smtp');
    const accepted = await demandKept(world, checks, load.deliveries);
    return { 'times full': rounds, 'answered 250 and stored': accepted, 'answered 451': load.count('451') };
  },
};

async function fill(file: string): Promise<void> {
  for (const size of [CHUNK.length, 4096]) {
    try {
      for (;;) await appendFile(file, CHUNK.subarray(0, size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}
