import { gzipSync } from 'node:zlib';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { waitUntil } from '../patience.js';
import { tlsReport } from '../../support/tls-report-mail.js';
import { ask } from '../http-client.js';
import { type Attack, demand, inParallel } from '../attack.js';
import { HTTP_PORT } from '../world.js';

const SLOW = 20;
const REPORTS = 5;
/** Between a refusal and the next attempt of the same client. */
const RETRY_MS = 50;
/** All of them try from one address, then from addresses of one network. */
const ATTACKERS: readonly ((index: number) => string)[] = [
  () => '198.18.1.1',
  (index) => `198.18.1.${index + 1}`,
];

/** One client, or one network, that sends reports a byte at a time leaves room for reporters of other networks. */
export const slowPosts: Attack = {
  number: 14,
  title: 'slow POSTs from one address, from one network',
  inFastPart: true,
  async run({ world: start }) {
    const world = await start({ apps: ['api'] });
    let reports = 0;
    let refused = 0;
    for (const [round, addressOf] of ATTACKERS.entries()) {
      const attack = SlowPosts.start(addressOf);
      try {
        // Until the server reads as many as it will, the reporter proves nothing.
        await waitUntil('the server to read slow requests and refuse others', () =>
          attack.refused > 0 && attack.open > 0 ? true : undefined,
        );
        for (let index = 0; index < REPORTS; index += 1) {
          const report = tlsReport({ 'report-id': `report ${round} ${index}` });
          const body = gzipSync(JSON.stringify(report));
          const from = `203.0.113.${index + 1}`;
          const { status } = await ask({ method: 'POST', path: '/api/tlsrpt', body, from });
          demand(status === 200, `a reporter of another network was answered ${status}`);
          reports += 1;
        }
        refused += attack.refused;
      } finally {
        await attack.stop();
      }
    }
    await world.demandHealthy();
    world.demandAlive('api');
    return {
      'slow POSTs': SLOW,
      'requests refused': refused,
      'reports of other networks': reports,
    };
  },
};

/** Clients that begin another request whenever the server ends one. */
class SlowPosts {
  /** Requests that were answered or hung up on. */
  refused = 0;
  private readonly sockets = new Set<Socket>();
  private stopped = false;
  private readonly timer = setInterval(() => this.sockets.forEach((socket) => socket.write('x')), 200);
  private done: Promise<void> = Promise.resolve();

  static start(addressOf: (index: number) => string): SlowPosts {
    const attack = new SlowPosts();
    attack.done = inParallel(SLOW, (index) => attack.persist(addressOf(index)));
    return attack;
  }

  /** Requests that the server reads. */
  get open(): number {
    return [...this.sockets].filter(({ readyState }) => readyState === 'open').length;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    for (const socket of this.sockets) socket.destroy();
    await this.done;
  }

  private async persist(localAddress: string): Promise<void> {
    while (!this.stopped) {
      const socket = connect({ port: HTTP_PORT, host: '127.0.0.1', localAddress });
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.on('error', () => undefined);
      // An answer is the end of it.
      socket.once('data', () => socket.destroy());
      socket.once('connect', () => {
        socket.write('POST /api/tlsrpt HTTP/1.1\r\nHost: havedane.test\r\nContent-Length: 5000\r\n\r\n');
      });
      this.sockets.add(socket);
      await closed;
      this.sockets.delete(socket);
      this.refused += 1;
      await pause(RETRY_MS);
    }
  }
}
