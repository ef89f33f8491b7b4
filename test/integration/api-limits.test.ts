/** What one client may ask for, and who counts as one client. */
import { once } from 'node:events';
import { type Socket, createConnection } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { PROBLEM_MEDIA_TYPE } from '#contracts';
import { STORE, type Store } from '#store';

import {
  type ApiFixture,
  type LiveClient,
  connected,
  nextUpdate,
  startApi,
  watch,
  watchProbe,
} from '../support/api-fixture.js';
import { Lag } from '../support/lag.js';
import { PATIENT } from '../support/patience.js';
import { sampleObservation } from '../support/sample-observation.js';

let api: ApiFixture;
afterEach(() => api.close());

const createAs = (client?: string) =>
  fetch(`${api.url}/api/checks`, {
    method: 'POST',
    headers: client === undefined ? {} : { 'X-Forwarded-For': client },
  });

/** The statuses of creating a check as each of the clients, one after the other. */
async function statusesOf(clients: (string | undefined)[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const client of clients) statuses.push((await createAs(client)).status);
  return statuses;
}

describe('the rate limits', () => {
  it('answer 429 and say when to come back, until the minute is over', async () => {
    let now = Date.now();
    api = await startApi({ CHECKS_PER_MINUTE: '2' }, { clock: () => now });
    expect(await statusesOf([undefined, undefined])).toEqual([201, 201]);
    now += 15_000;
    const refused = await createAs();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('45');
    expect(refused.headers.get('content-type')).toBe(PROBLEM_MEDIA_TYPE);
    expect(await refused.json()).toMatchObject({
      status: 429,
      type: 'urn:havedane:problem:too-many-requests',
    });
    now += 45_000;
    expect(await statusesOf([undefined])).toEqual([201]);
  });

  it('count creating checks apart from everything else, and health not at all', async () => {
    api = await startApi({ CHECKS_PER_MINUTE: '1', REQUESTS_PER_MINUTE: '2' });
    expect(await statusesOf([undefined, undefined])).toEqual([201, 429]);
    const paths = ['/api/scenarios', '/api/checks/0123456789ab', '/api/scenarios', '/healthz', '/'];
    // One after the other: sent at once they may arrive in another order.
    const answers: number[] = [];
    for (const path of paths.slice(0, 3)) answers.push((await fetch(api.url + path)).status);
    expect(answers).toEqual([200, 404, 429]);
    const others = await Promise.all(paths.slice(3).map((path) => fetch(api.url + path)));
    expect(others.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('take X-Forwarded-For for what it is, without a trusted proxy: made up', async () => {
    api = await startApi({ CHECKS_PER_MINUTE: '2' });
    expect(await statusesOf(['192.0.2.1', '192.0.2.2', '192.0.2.3'])).toEqual([201, 201, 429]);
  });

  it('count what the trusted proxy says, not what the client told the proxy', async () => {
    api = await startApi({ CHECKS_PER_MINUTE: '2', TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' });
    const clients = ['203.0.113.1, 192.0.2.1', '203.0.113.2, 192.0.2.1', '203.0.113.3, 192.0.2.1'];
    expect(await statusesOf(clients)).toEqual([201, 201, 429]);
    expect(await statusesOf(['192.0.2.1, 10.1.2.3', '192.0.2.9'])).toEqual([429, 201]);
    expect(await statusesOf(['nonsense', '1', 'nonsense'])).toEqual([201, 201, 429]);
  });

  it('count an IPv6 client by its /64', async () => {
    api = await startApi({ CHECKS_PER_MINUTE: '2', TRUSTED_PROXIES: '127.0.0.1' });
    expect(await statusesOf(['2001:db8:1:2::1', '2001:db8:1:2:a:b:c:d', '2001:DB8:1:2::9'])).toEqual([
      201, 201, 429,
    ]);
    expect(await statusesOf(['2001:db8:1:3::1'])).toEqual([201]);
  });
});

describe('live connections', () => {
  it('are limited per client, and free again when closed', async () => {
    api = await startApi({ SOCKETS_PER_CLIENT: '2', TRUSTED_PROXIES: '127.0.0.1' });
    const as = (client: string) => ({ extraHeaders: { 'X-Forwarded-For': client }, reconnection: false });
    const first = await api.connect(as('2001:db8::1'));
    await api.connect(as('2001:db8::2'));
    await expect(api.connect(as('2001:db8::3'))).rejects.toThrow();
    await api.connect(as('192.0.2.1'));
    first.close();
    await vi.waitFor(() => api.connect(as('2001:db8::3')), PATIENT);
  });

  it.each([
    ['polling', { transports: ['polling'] }],
    ['WebSocket', { transports: ['websocket'] }],
  ])('are refused by %s with what a client may do, and who watches stays', async (_by, options) => {
    api = await startApi({ SOCKETS_PER_CLIENT: '1' });
    const { token } = await api.createCheck();
    const watching = await api.connect();
    await watch(watching, token);
    const refused = await handshakeOver(options.transports[0]!);
    expect(refused).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/);
    expect(refused).toMatch(/^retry-after: \d+\r$/im);
    expect(refused).toMatch(/^content-type: application\/problem\+json\r$/im);
    expect(refused).toContain('"type":"urn:havedane:problem:too-many-requests"');
    const update = nextUpdate(watching);
    await append(token, {});
    expect((await update).token).toBe(token);
  });

  it('are refused to whoever comes by polling with a status that the page can read', async () => {
    api = await startApi({ SOCKETS_PER_CLIENT: '1' });
    await api.connect();
    const error = await api
      .connect({ transports: ['polling'], reconnection: false })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ description: 429 });
  });

  it('get a place back that a failed handshake had taken', async () => {
    api = await startApi({ SOCKETS_PER_CLIENT: '1' });
    // Of a version that is not served: it is refused after its place was taken.
    expect((await fetch(`${api.url}/socket.io/?EIO=3&transport=polling`)).status).toBe(400);
    await vi.waitFor(() => api.connect({ reconnection: false }), PATIENT);
  });

  it('are refused to pages of other origins, not to programs and the own page', async () => {
    api = await startApi({ PUBLIC_URL: 'https://dane.example.org' });
    const from = (origin: string) => ({ extraHeaders: { Origin: origin }, reconnection: false });
    await expect(api.connect(from('https://evil.example'))).rejects.toThrow();
    await expect(api.connect(from('null'))).rejects.toThrow();
    await api.connect(from('https://dane.example.org'));
    await api.connect(from(api.url));
    await api.connect();
  });

  it('may watch 20 checks each', async () => {
    api = await startApi();
    const client = await api.connect();
    const checks = await Promise.all(Array.from({ length: 21 }, () => api.createCheck()));
    const answers = await Promise.all(checks.map(({ token }) => watch(client, token)));
    const refused = answers.filter((answer) => 'status' in answer);
    expect(refused).toMatchObject([{ status: 429, type: 'urn:havedane:problem:too-many-watched' }]);
    expect(await watch(client, checks[0]!.token)).toMatchObject({ token: checks[0]!.token });
  });

  it('are closed, when they send too many events', async () => {
    api = await startApi();
    const client = await api.connect({ reconnection: false });
    const closed = disconnected(client);
    for (let count = 0; count < 150; count += 1) client.emit('check:watch', '0123456789ab', ignore);
    expect(await closed).toBe('transport close');
  });

  it('are closed, when they join and leave again and again', async () => {
    api = await startApi();
    const polling = `${api.url}/socket.io/?EIO=4&transport=polling`;
    const { sid } = JSON.parse((await (await fetch(polling)).text()).slice(1)) as { sid: string };
    const body = Array.from({ length: 60 }, () => ['40', '41']).flat();
    await fetch(`${polling}&sid=${sid}`, { method: 'POST', body: body.join('\x1e') });
    // The next answer says that the session is over, and from then on nobody knows it.
    await fetch(`${polling}&sid=${sid}`);
    expect((await fetch(`${polling}&sid=${sid}`)).status).toBe(400);
  });

  it('are closed, when they send a long message', async () => {
    api = await startApi();
    const client = await api.connect({ reconnection: false });
    const closed = disconnected(client);
    client.emit('check:watch', 'a'.repeat(5_000), ignore);
    expect(await closed).toBe('transport close');
  });

  it.each([
    ['no arguments', []],
    ['no token', [ignore]],
    ['a number', [1, ignore]],
    ['an object', [{ token: 'a', toString: 'a' }, ignore]],
    ['a list', [['a', 'b'], ignore]],
    ['several arguments', ['a', 'b', 'c']],
    ['no acknowledgement', ['0123456789ab']],
    ['octets', [Buffer.from('0123456789ab')]],
  ])('survive %s in the place of a token', async (_name, input) => {
    api = await startApi();
    const client = await api.connect();
    const { token } = await api.createCheck();
    (client as unknown as { emit: (...event: unknown[]) => void }).emit('check:watch', ...input);
    expect(await watch(client, token)).toMatchObject({ token });
  });

  it.each([
    ['several arguments', ['0123456789ab', '0123456789ab']],
    ['a deep one', [[[[[]]]]]],
    ['a long one', ['a'.repeat(500)]],
    ['bytes', [Buffer.from('0123456789ab')]],
  ])('answer an event with %s with a problem, and read nothing', async (_name, args) => {
    api = await startApi();
    const find = vi.spyOn(api.app.get<Store>(STORE).checks, 'find');
    const client = (await api.connect()) as unknown as {
      emitWithAck: (...event: unknown[]) => Promise<unknown>;
    };
    expect(await client.emitWithAck('check:watch', ...args)).toMatchObject({
      type: 'urn:havedane:problem:malformed-request',
    });
    expect(find).not.toHaveBeenCalled();
  });

  it('survive events that do not exist and packets that are none', async () => {
    api = await startApi();
    const client = await api.connect();
    (client as unknown as { emit: (...event: unknown[]) => void }).emit('nope', 1);
    const polling = `${api.url}/socket.io/?EIO=4&transport=polling`;
    const handshake = await (await fetch(polling)).text();
    const { sid } = JSON.parse(handshake.slice(1)) as { sid: string };
    const send = (body: string) => fetch(`${polling}&sid=${sid}`, { method: 'POST', body });
    const packets = [
      '40',
      '42["check:watch"',
      '4{{{{nonsense',
      'b####',
      '451-["check:watch",{"_placeholder":true}]',
    ];
    for (const packet of packets) await send(packet);
    const { token } = await api.createCheck();
    expect(await watch(client, token)).toMatchObject({ token });
  });

  it('are closed, when they leave megabytes unread, without a loss to others or to themselves', async () => {
    api = await startApi();
    const { token } = await api.createCheck();
    const long = { detail: 'x'.repeat(50_000) };
    for (let count = 0; count < 40; count += 1) await append(token, long);
    const [client, slow] = [await api.connect(), await api.connect({ reconnectionDelay: 10 })];
    await Promise.all([watch(client, token), watch(slow, token)]);
    const connection = tcpOf(slow);
    connection.pause();
    let pushed = 0;
    // 4 MiB beyond what the kernel takes, which differs; 64 updates of this check would be 128 MB.
    while (pushed < 64 * 2 ** 20 && (await metric('sockets')) > 1) {
      const update = nextUpdate(client);
      await append(token, long);
      pushed += JSON.stringify(await update).length;
    }
    expect(await metric('sockets')).toBe(1);
    expect(pushed).toBeLessThan(64 * 2 ** 20);

    const back = new Promise((resolve) => slow.io.once('reconnect', resolve));
    connection.resume();
    await back;
    await connected(slow);
    expect(await watch(slow, token)).toEqual(await watch(client, token));
  });

  it('read a token that names no check once, and keep no room for it', async () => {
    api = await startApi();
    const { checks } = api.app.get<Store>(STORE);
    const find = vi.spyOn(checks, 'find');
    const client = await api.connect();
    for (let count = 0; count < 10; count += 1) {
      expect(await watch(client, '0123456789ab')).toMatchObject({ status: 404 });
    }
    expect(find).toHaveBeenCalledTimes(1);
    const metrics = await (await fetch(`${api.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/^havedane_watched_checks 0$/m);
  });

  it('read an id that names no probe once, and keep no room for it', async () => {
    api = await startApi();
    const { probes } = api.app.get<Store>(STORE);
    const find = vi.spyOn(probes, 'find');
    const client = await api.connect();
    for (let count = 0; count < 10; count += 1) {
      expect(await watchProbe(client, '0123456789ab')).toMatchObject({ status: 404 });
    }
    expect(find).toHaveBeenCalledTimes(1);
    expect(await metric('watches')).toBe(0);
  });

  it('are told clearly when as much is watched as may be, while who watches goes on', async () => {
    api = await startApi({ SOCKETS_PER_CLIENT: '1', TRUSTED_PROXIES: '127.0.0.1' });
    const as = (client: string) => ({ extraHeaders: { 'X-Forwarded-For': client }, reconnection: false });
    const [one, neighbour, stranger] = await Promise.all(
      ['192.0.2.1', '192.0.2.2', '198.51.100.1'].map((client) => api.connect(as(client))),
    );
    const checks = await Promise.all(Array.from({ length: 11 }, () => api.createCheck()));
    const tokens = checks.map(({ token }) => token);
    for (const token of tokens.slice(0, 5)) expect(await watch(one!, token)).toMatchObject({ token });
    expect(await watch(one!, tokens[5]!)).toMatchObject({
      status: 429,
      detail: expect.stringContaining('Your address') as string,
    });
    for (const token of tokens.slice(5, 10)) expect(await watch(neighbour!, token)).toMatchObject({ token });
    neighbour!.close();
    await expect.poll(() => metric('watches')).toBe(5);

    // Who watches stays: it may ask again, and gets what is new.
    expect(await watch(one!, tokens[0]!)).toMatchObject({ token: tokens[0] });
    const update = nextUpdate(one!);
    await append(tokens[0]!, {});
    expect(await update).toMatchObject({ token: tokens[0] });
    expect(await watch(stranger!, tokens[10]!)).toMatchObject({ token: tokens[10] });
  });

  it('go on watching when asking again fails', async () => {
    api = await startApi();
    const { token } = await api.createCheck();
    const client = await api.connect();
    await watch(client, token);
    const { checks } = api.app.get<Store>(STORE);
    const find = vi.spyOn(checks, 'find').mockRejectedValueOnce(new Error('no more memory'));
    expect(await watch(client, token)).toMatchObject({ status: 500 });
    find.mockRestore();
    expect(await metric('watches')).toBe(1);
    const update = nextUpdate(client);
    await append(token, {});
    expect(await update).toMatchObject({ token });
  });

  it('answer a token that names no check with a problem', async () => {
    api = await startApi();
    const client = await api.connect();
    expect(await watch(client, '0123456789ab')).toMatchObject({ status: 404 });
    const metrics = await (await fetch(`${api.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/^havedane_watched_checks 0$/m);
    expect(metrics).toMatch(/^havedane_sockets 1$/m);
  });
});

describe('closing', () => {
  it('lets clients reconnect by themselves, and is not held up by a silent one', async () => {
    api = await startApi();
    const client = await api.connect({ reconnection: false });
    const closed = disconnected(client);
    await silentClient();
    const [start, lag] = [performance.now(), new Lag()];
    await api.app.close();
    expect(performance.now() - start).toBeLessThan(lag.allowedFor(5_000));
    // Of 'io server disconnect' a client thinks that it is not wanted back.
    expect(await closed).toBe('transport close');
    await expect(connected(client.connect())).rejects.toThrow();
  });
});

async function metric(name: string): Promise<number> {
  const metrics = await (await fetch(`${api.adminUrl}/metrics`)).text();
  return Number(new RegExp(`^havedane_${name} (\\d+)$`, 'm').exec(metrics)?.[1]);
}

/** The whole answer to a handshake. */
async function handshakeOver(transport: string): Promise<string> {
  const socket = createConnection(api.port, '127.0.0.1');
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';
  socket.write(
    `GET /socket.io/?EIO=4&transport=${transport} HTTP/1.1\r\nHost: x\r\n` +
      `${transport === 'websocket' ? upgrade : 'Connection: close\r\n'}\r\n`,
  );
  return text(socket);
}

/** A WebSocket connection that answers nothing, not even to be closed. */
async function silentClient(): Promise<Socket> {
  const socket = createConnection(api.port, '127.0.0.1');
  socket.on('error', ignore);
  socket.write(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  await once(socket, 'data');
  return socket;
}

const append = (token: string, overrides: Parameters<typeof sampleObservation>[1]) =>
  api.receiver.observations.append(sampleObservation(token, overrides));

/** The TCP connection below a client: pausing it is what a suspended laptop does. */
function tcpOf(client: LiveClient): Socket {
  const { ws } = client.io.engine.transport as unknown as { ws: { _socket: Socket } };
  return ws._socket;
}

const ignore = (): void => undefined;

function disconnected(client: LiveClient): Promise<string> {
  return new Promise((resolve) => {
    client.once('disconnect', resolve);
  });
}
