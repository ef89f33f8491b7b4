/** Connections beyond what a client may hold, before any request has come on them; and requests beyond what one connection may. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ClientAddresses } from '../../apps/api/src/security/client-addresses.js';
import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { PATIENT } from '../support/patience.js';

/** SOCKETS_PER_CLIENT and 100 for requests. */
const PER_CLIENT = 101;

let api: ApiFixture;
let idle: Socket[];
beforeEach(async () => {
  api = await startApi({ SOCKETS_PER_CLIENT: '1' });
  // What comes from this machine may be a proxy's, and is not limited.
  vi.spyOn(api.app.get(ClientAddresses), 'isInFront').mockReturnValue(false);
  idle = await Promise.all(Array.from({ length: PER_CLIENT }, open));
});
afterEach(async () => {
  for (const socket of idle) socket.destroy();
  await api.close();
});

async function open(): Promise<Socket> {
  const socket = connect({ port: api.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const createCheck = (socket: Socket): void =>
  void socket.write('POST /api/checks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');

describe('a connection beyond the limit', () => {
  it('is answered with 429 and when to come back, and what it asks for is not done', async () => {
    const refused = await open();
    createCheck(refused);
    const answer = await text(refused);
    expect(answer).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/);
    expect(answer).toMatch(/^retry-after: \d+\r$/im);
    expect(answer).toMatch(/^connection: close\r$/im);
    expect(answer).toContain('"type":"urn:havedane:problem:too-many-requests"');
    const [served] = idle;
    createCheck(served!);
    expect(await text(served!)).toMatch(/^HTTP\/1\.1 201 /);
    const metrics = await (await fetch(`${api.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/^havedane_checks_created_total 1$/m);
  });

  it('is closed although the client keeps its side open and goes on sending', async () => {
    const refused = await open();
    const sending = setInterval(() => refused.write('GET / HTTP/1.1\r\n'), 50);
    // It may be reset, which is an end as well.
    await new Promise((resolve) => refused.resume().once('close', resolve));
    clearInterval(sending);
    await expect.poll(openAtServer, PATIENT).toBe(PER_CLIENT);
  });
});

describe('requests on one connection', () => {
  const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

  it.each(['/healthz', '/', '/api/scenarios', '/socket.io/?EIO=4&transport=polling&sid=unknown'])(
    'end it when many of them for %s wait for an answer',
    async (path) => {
      const [flooding] = idle;
      let answers = '';
      flooding!.on('data', (part: Buffer) => (answers += part.toString()));
      flooding!.write(get(path).repeat(1_000));
      // By a reset, where it has not read all of them.
      await new Promise((resolve) => flooding!.once('end', resolve).once('close', resolve));
      expect(answers.match(/^HTTP\/1\.1 /gm)?.length ?? 0).toBeLessThanOrEqual(4);
      expect((await fetch(`${api.adminUrl}/metrics`)).status).toBe(200);
    },
  );

  it('are answered as many as come one after the other', async () => {
    const [busy] = idle;
    for (let count = 0; count < 20; count += 1) {
      busy!.write(get('/healthz'));
      const [answer] = (await once(busy!, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
    }
  });
});

function openAtServer(): Promise<number> {
  return new Promise((resolve, reject) => {
    api.app.getHttpServer().getConnections((error: Error | null, count: number) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
}
