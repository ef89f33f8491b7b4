import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

import { type Attack, demand, inTurns } from '../attack.js';
import { deliver } from '../mail-load.js';
import { SMTP_PORT } from '../world.js';

const DELIVERIES = 20;
/** Each from a network of its own, so many from one address. */
const PER_ADDRESS = 20;

/** Clients that send a byte now and then keep nobody else out. */
export const slowClients: Attack = {
  number: 4,
  title: 'slow clients while others deliver',
  inFastPart: true,
  async run({ fast, world: start }) {
    const world = await start({ apps: ['smtp'] });
    const count = fast ? 200 : 980;
    const slow: Socket[] = [];
    // Already while the others connect, which may take longer than a session may be silent.
    const timer = setInterval(() => {
      for (const socket of slow) if (socket.bytesRead > 0) socket.write('E');
    }, 1000);
    try {
      await inTurns(count, 50, async (index) => {
        const localAddress = `198.18.${Math.floor(index / PER_ADDRESS)}.1`;
        const socket = connect({ port: SMTP_PORT, host: '127.0.0.1', localAddress });
        socket.on('error', () => undefined);
        slow.push(socket);
        await once(socket, 'data');
      });
      const check = await world.createCheck();
      const times: number[] = [];
      for (let index = 0; index < DELIVERIES; index += 1) {
        const began = performance.now();
        const { reply, text } = await deliver(check, `<${index}@client.test>`);
        demand(reply === '250', `delivery ${index}: ${text}`);
        times.push(performance.now() - began);
      }
      const held = slow.filter((socket) => !socket.destroyed).length;
      demand(held === count, `only ${held} of ${count} slow clients were held`);
      world.demandAlive('smtp');
      return {
        'slow clients': count,
        'normal deliveries': `${times.length} of ${DELIVERIES}`,
        's at most': (Math.max(...times) / 1000).toFixed(2),
      };
    } finally {
      clearInterval(timer);
      for (const socket of slow) socket.destroy();
    }
  },
};
