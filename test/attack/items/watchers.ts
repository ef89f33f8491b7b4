import { randomBytes } from 'node:crypto';

import { io, type Socket } from 'socket.io-client';

import { createToken } from '#checks';

import { CheckWatch } from '../../lab/api-client.js';
import { type Attack, demand, inTurns } from '../attack.js';
import { deliver } from '../mail-load.js';

const ADDRESSES = 8;
const SOCKETS_EACH = 100;
const WATCHES_EACH = 20;
const ANSWER_MS = 15_000;

/** Within the limits of each client: all of them together must not end the API, nor push out who watched before. */
export const watchers: Attack = {
  number: 12,
  title: '800 sockets that watch 16,000 unknown checks',
  inFastPart: false,
  async run({ world: start }) {
    const world = await start();
    const check = await world.createCheck();
    const watch = await CheckWatch.open(world.url, check.token);
    const sockets: Socket[] = [];
    let admitted = 0;
    let answered = 0;
    try {
      await inTurns(ADDRESSES * SOCKETS_EACH, 40, async (index) => {
        const socket = io(world.url, {
          ...{ transports: ['websocket'], forceNew: true, reconnection: false, timeout: ANSWER_MS },
          // Of networks that have nothing in common.
          localAddress: `${20 + (index % ADDRESSES) * 16}.18.0.1`,
        } as object);
        sockets.push(socket);
        if (!(await connected(socket))) return;
        admitted += 1;
        const asked = Array.from({ length: WATCHES_EACH }, () =>
          socket.timeout(ANSWER_MS).emitWithAck('check:watch', createToken(randomBytes)),
        );
        answered += (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled').length;
      });
      world.demandAlive('api');
      demand(admitted > 0 && answered > 0, `${admitted} sockets admitted, ${answered} watches answered`);
      const { reply, text } = await deliver(check, '<watched@client.test>');
      demand(reply === '250', text);
      await watch.until(
        ({ observations }) => observations.some(({ kind }) => kind === 'delivered'),
        'the delivery to be shown to who watched before',
      );
      await world.demandHealthy();
      return {
        'sockets admitted': admitted,
        'watches answered': answered,
        'MiB at most': world.demandAlive('api'),
      };
    } finally {
      watch.close();
      for (const socket of sockets) socket.close();
    }
  },
};

function connected(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('connect_error', () => resolve(false));
    setTimeout(resolve, ANSWER_MS, false).unref();
  });
}
