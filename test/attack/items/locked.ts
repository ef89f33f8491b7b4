import { setTimeout as pause } from 'node:timers/promises';

import { waitUntil } from '../patience.js';
import { holdWriteLock } from '../../support/raw-database.js';
import { type Attack, demand } from '../attack.js';
import { demandKept, MailLoad } from '../mail-load.js';

/** Another program that holds the database delays mail or defers it, and loses none. */
export const locked: Attack = {
  number: 3,
  title: 'database locked',
  inFastPart: false,
  async run({ fast, world: start }) {
    const world = await start();
    const checks = await Promise.all(Array.from({ length: 5 }, () => world.createCheck()));
    const load = new MailLoad(checks, 8);
    const seconds = fast ? 2 : 10;
    try {
      await waitUntil('mail to be accepted', () => (load.count('250') > 20 ? true : undefined));
      const release = await holdWriteLock(world.databaseFile);
      // The time is the attack.
      await pause(seconds * 1000);
      await release();
      const then = load.count('250');
      await waitUntil('mail to be accepted again', () => (load.count('250') > then + 20 ? true : undefined));
    } finally {
      await load.stop();
    }
    demand(load.count('lost') + load.count('other') === 0, 'sessions were lost or answered otherwise');
    await world.demandHealthy();
    const accepted = await demandKept(world, checks, load.deliveries);
    return {
      'seconds locked': seconds,
      'answered 250 and stored': accepted,
      'answered 451': load.count('451'),
    };
  },
};
