import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import { expect, it } from 'vitest';

import { detail } from '#text';

import { holdUp } from '../../../../../test/support/hold-up.js';
import { firstOutcome } from './first-outcome.js';

const CAME = detail('verbatim', 'it came');

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

it('is what came in time, in a process that was held up until after it', async () => {
  const [server, client] = await Promise.all([bound(), bound()]);
  const outcome = firstOutcome({ deadline: performance.now(), signal: undefined }, (finish) => {
    client.once('message', () => finish({ kind: 'failed', why: CAME }));
    server.send('answer', client.address().port, '127.0.0.1');
    process.nextTick(() => holdUp(20));
    return () => client.close();
  });
  expect(await outcome).toEqual({ kind: 'failed', why: CAME });
  server.close();
});
