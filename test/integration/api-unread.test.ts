/** Clients that ask for large answers and never read them. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';

import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { sampleObservation } from '../support/sample-observation.js';

let api: ApiFixture;
let token: string;

beforeAll(async () => {
  api = await startApi({ SOCKETS_PER_CLIENT: '100', TRUSTED_PROXIES: '127.0.0.1' });
  ({ token } = await api.createCheck());
  // A full check: each with as long a text as is stored.
  const detail = 'x'.repeat(990);
  await Promise.all(
    Array.from({ length: 500 }, (_, index) =>
      api.receiver.observations.append(
        sampleObservation(token, { detail, clientAddress: `198.51.100.${index % 250}`, clientName: detail }),
      ),
    ),
  );
});
afterAll(() => api.close());

const request = (from: string): string =>
  `GET /api/checks/${token} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${from}\r\n\r\n`;

/** It asks, and never reads: its own buffers fill up, and the rest stays with the server. */
async function unreading(from: string): Promise<Socket> {
  const socket = connect(api.port, '127.0.0.1');
  socket.pause();
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(request(from).repeat(4));
  return socket;
}

/** The connections that the server still has, of those. */
async function openAtServer(): Promise<number> {
  return new Promise((resolve, reject) => {
    api.app.getHttpServer().getConnections((error: Error | null, count: number) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
}

describe('answers that nobody reads', () => {
  it('are held up to the share of one client, while others get theirs', async () => {
    const sockets = await Promise.all(Array.from({ length: 6 }, () => unreading('203.0.113.5')));
    await expect.poll(openAtServer).toBeLessThan(sockets.length);

    const other = await fetch(`${api.url}/api/checks/${token}`, {
      headers: { 'X-Forwarded-For': '192.0.2.9', connection: 'close' },
    });
    expect(other.status).toBe(200);
    expect((await other.text()).length).toBeGreaterThan(1_000_000);

    for (const socket of sockets) socket.destroy();
    await expect.poll(openAtServer).toBe(0);
    const again = await fetch(`${api.url}/api/checks/${token}`, {
      headers: { 'X-Forwarded-For': '203.0.113.5', connection: 'close' },
    });
    expect((await again.text()).length).toBeGreaterThan(1_000_000);
  });
});

describe('a live connection', () => {
  async function opened(query = ''): Promise<WebSocket> {
    const url = `ws://127.0.0.1:${api.port}/socket.io/?EIO=4&transport=websocket${query}`;
    const client = new WebSocket(url, { headers: { 'X-Forwarded-For': '203.0.113.6' } });
    client.on('error', () => undefined);
    await once(client, 'open');
    return client;
  }

  it('is ended for a flood of pings, each of which would be answered', async () => {
    const client = await opened();
    const closed = once(client, 'close');
    for (let count = 0; count < 1_000; count += 1) client.ping('x'.repeat(125));
    await closed;
    await expect.poll(openAtServer).toBe(0);
  });

  it('is answered no ping of those that have arrived by then', async () => {
    const pong = vi.spyOn(WebSocket.prototype, 'pong');
    const key = Buffer.alloc(16).toString('base64');
    const socket = connect(api.port, '127.0.0.1');
    socket.write(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    await once(socket, 'data');
    socket.on('error', () => undefined).resume();
    // RFC 6455 §5.2: the last frame, a ping, masked, without content.
    socket.write(Buffer.alloc(6 * 10_000, Buffer.from([0x89, 0x80, 0, 0, 0, 0])));
    await once(socket, 'close');
    expect(pong.mock.calls.length).toBeLessThanOrEqual(202);
    pong.mockRestore();
  });

  it('is ended for such a flood before it is live', async () => {
    const response = await fetch(`${api.url}/socket.io/?EIO=4&transport=polling`, {
      headers: { 'X-Forwarded-For': '203.0.113.6' },
    });
    const { sid } = JSON.parse((await response.text()).slice(1)) as { readonly sid: string };
    const client = await opened(`&sid=${sid}`);
    const closed = once(client, 'close');
    let answers = 0;
    client.on('message', () => (answers += 1));
    for (let count = 0; count < 1_000; count += 1) client.send('2probe');
    await closed;
    expect(answers).toBeLessThanOrEqual(202);
  });
});
