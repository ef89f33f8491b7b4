/** Whose request bodies are read while others send theirs slowly. */
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { SIMULTANEOUS_REPORTS } from '../../apps/api/src/operator/reports/report-body.middleware.js';
import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { tlsReport } from '../support/tls-report-mail.js';

let api: ApiFixture;
const sockets: Socket[] = [];
beforeEach(async () => {
  api = await startApi({ TRUSTED_PROXIES: '127.0.0.1' });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await api.close();
});

/** A request of `client` whose body never comes to its end. */
async function slowPost(client: string, path = '/api/tlsrpt'): Promise<Socket> {
  const socket = connect(api.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const head = [`POST ${path} HTTP/1.1`, 'Host: x', `X-Forwarded-For: ${client}`, 'Content-Length: 5000'];
  socket.write(`${head.join('\r\n')}\r\n\r\nx`);
  return socket;
}

const reportAs = (client: string) =>
  fetch(`${api.url}/api/tlsrpt`, {
    method: 'POST',
    headers: { 'X-Forwarded-For': client },
    body: gzipSync(JSON.stringify(tlsReport())),
  });

/** Those of the requests that are refused, as the beginnings of their answers. */
async function refusals(requests: readonly Socket[], expected: number): Promise<string[]> {
  const answers: string[] = [];
  for (const socket of requests) socket.once('data', (data: Buffer) => answers.push(data.toString()));
  await expect.poll(() => answers.length).toBe(expected);
  return answers;
}

describe('slow reports', () => {
  it.each([
    ['one client', 4, () => '192.0.2.1'],
    ['one /24', 8, (index: number) => `192.0.2.${index + 1}`],
    ['one /56', 8, (index: number) => `2001:db8:0:${index.toString(16)}::1`],
    ['one /48', 16, (index: number) => `2001:db8:0:${(index * 256).toString(16)}::1`],
  ])('of %s have %i places, and others keep theirs', async (_of, places, client) => {
    const slow = await Promise.all(Array.from({ length: 20 }, (_, index) => slowPost(client(index))));
    for (const refusal of await refusals(slow, 20 - places)) {
      expect(refusal).toMatch(/^HTTP\/1\.1 429 /);
      expect(refusal).toMatch(/^Retry-After: \d+\r$/im);
    }
    expect((await reportAs('198.51.100.7')).status).toBe(200);
    expect((await reportAs(client(0))).status).toBe(429);
    for (const socket of slow) socket.destroy();
    await expect.poll(async () => (await reportAs(client(0))).status).toBe(200);
  });

  it('of as many networks as there are places are bounded in all', async () => {
    const { total } = SIMULTANEOUS_REPORTS;
    const slow = await Promise.all(
      Array.from({ length: total + 5 }, (_, index) => slowPost(`10.0.${index}.1`)),
    );
    for (const refusal of await refusals(slow, 5)) {
      expect(refusal).toMatch(/^HTTP\/1\.1 503 /);
      expect(refusal).toMatch(/^Retry-After: \d+\r$/im);
    }
  });

  it('that are refused do not keep their connection either', async () => {
    const slow = await Promise.all(Array.from({ length: 5 }, () => slowPost('192.0.2.1')));
    const answers = await Promise.all(slow.map((socket) => text(socket)));
    expect(answers.map((answer) => answer.slice(0, 12)).sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'HTTP/1.1 408'),
      'HTTP/1.1 429',
    ]);
  });

  it('are ended, with their connection', async () => {
    const answer = await text(await slowPost('192.0.2.1'));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('urn:havedane:problem:body-too-slow');
  });
});

describe('slow requests of any other kind', () => {
  it('leave room for others', async () => {
    const slow = await Promise.all(Array.from({ length: 25 }, () => slowPost('192.0.2.1', '/api/checks')));
    await refusals(slow, 5);
    const others = await fetch(`${api.url}/api/checks`, {
      method: 'POST',
      headers: { 'X-Forwarded-For': '198.51.100.7' },
      body: '{}',
    });
    expect(others.status).toBe(201);
  });
});
