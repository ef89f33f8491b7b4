import { setTimeout as pause } from 'node:timers/promises';

import { type Attack, demand, inParallel, randomNumbers } from '../attack.js';
import { createCheck } from '../../lab/api-client.js';
import { demandKept, MailLoad } from '../mail-load.js';

const CHECKS = 10;
const SENDERS = 8;

/** A crash at any moment loses nothing that was acknowledged: neither mail nor a check. */
export const kill: Attack = {
  number: 1,
  title: 'kill -9 of receiver and API under load',
  inFastPart: true,
  async run({ fast, world: start }) {
    const environment = { CHECKS_PER_MINUTE: '1000000', REQUESTS_PER_MINUTE: '1000000' };
    const world = await start({ environment });
    const random = randomNumbers(1);
    const checks = await Promise.all(Array.from({ length: CHECKS }, () => world.createCheck()));
    const load = new MailLoad(checks, SENDERS);
    const created: string[] = [];
    let over = false;
    const visitors = inParallel(2, async () => {
      while (!over) {
        const check = await createCheck(world.url).catch(() => undefined);
        if (check === undefined) await pause(50);
        else created.push(check.token);
      }
    });
    const kills = fast ? 2 : 24;
    for (let round = 0; round < kills; round += 1) {
      await pause(200 + random(600));
      const apps = (['smtp', 'api'] as const).filter(
        (app) => round % 3 === 2 || (round % 3 === 0) === (app === 'smtp'),
      );
      await Promise.all(apps.map((app) => world.kill(app)));
      await Promise.all(apps.map((app) => world.startApp(app)));
    }
    over = true;
    await Promise.all([load.stop(), visitors]);
    await world.demandHealthy();
    const accepted = await demandKept(world, checks, load.deliveries);
    demand(accepted > 0 && created.length > 0, 'nothing was accepted at all');
    const found = await world.store.checks.findMany(created, Date.now());
    demand(found.length === created.length, `${created.length - found.length} checks answered 201 are lost`);
    return { kills, 'answered 250 and stored': accepted, doubled: 0, 'checks kept': created.length };
  },
};
