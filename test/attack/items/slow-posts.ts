import { gzipSync } from 'node:zlib';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

import { waitUntil } from '../../lab/poll.js';
import { tlsReport } from '../../support/tls-report-mail.js';
import { ask } from '../http-client.js';
import { type Attack, demand } from '../attack.js';
import { HTTP_PORT } from '../world.js';

const SLOW = 20;
const ATTACKER = '198.18.1.1';
const REPORTER = '203.0.113.9';

/** One client that sends reports a byte at a time leaves room for reporters of other networks. */
export const slowPosts: Attack = {
  number: 14,
  title: 'slow POSTs from one address',
  inFastPart: false,
  async run({ world: start }) {
    const world = await start({ apps: ['api'] });
    const slow: Socket[] = [];
    let timer: NodeJS.Timeout | undefined;
    try {
      for (let index = 0; index < SLOW; index += 1) slow.push(await slowPost());
      timer = setInterval(() => slow.forEach((socket) => socket.write('x')), 200);
      // Until the server reads as many as it will, the reporter proves nothing.
      await waitUntil('the slow requests to be read or refused', () => ask({ path: '/healthz' }));
      const body = gzipSync(JSON.stringify(tlsReport()));
      const { status } = await ask({ method: 'POST', path: '/api/tlsrpt', body, from: REPORTER });
      demand(status === 200, `a reporter of another network was answered ${status}`);
      await world.demandHealthy();
      world.demandAlive('api');
      return { 'slow POSTs': SLOW, 'report of another network': status };
    } finally {
      clearInterval(timer);
      for (const socket of slow) socket.destroy();
    }
  },
};

async function slowPost(): Promise<Socket> {
  const socket = connect({ port: HTTP_PORT, host: '127.0.0.1', localAddress: ATTACKER });
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  socket.write('POST /api/tlsrpt HTTP/1.1\r\nHost: havedane.test\r\nContent-Length: 5000\r\n\r\n');
  return socket;
}
