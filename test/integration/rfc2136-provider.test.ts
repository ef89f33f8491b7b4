/** DNS UPDATE with the keys, views and failures of real name servers; what else it does is in provider-behaviours.test.ts. */
import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openProvider, type DnsProvider, type TsigKey, type ZoneRecord } from '#providers';

import { failureOf } from '../support/failure-of.js';
import { UPDATE_SERVERS, UpdateServer } from '../support/update-server.js';

type Program = (typeof UPDATE_SERVERS)[number];

const OLD = 'aa'.repeat(32);
const NEW = 'bb'.repeat(32);
/** All three know it, so that a connection can be led from one to the other. */
const KEY: TsigKey = {
  name: 'push',
  algorithm: 'hmac-sha256',
  secret: Buffer.from('0123456789abcdef0123456789abcdef').toString('base64'),
};
const WRONG: TsigKey = { ...KEY, secret: 'd3Jvbmcgd3Jvbmcgd3Jvbmcgd3Jvbmcgd3Jvbmcgd3I=' };
const STRANGER: TsigKey = { ...KEY, name: 'stranger' };

const servers = new Map<Program, UpdateServer>();
let hosts = 0;

beforeAll(async () => {
  const start = async (program: Program): Promise<unknown> =>
    servers.set(program, await UpdateServer.start({ zone: 'example.org', program, key: KEY }));
  await Promise.all(UPDATE_SERVERS.map(start));
});

afterAll(() => Promise.all([...servers.values()].map((server) => server.remove())));

function withKey(
  key: TsigKey,
  endpoint: { readonly host: string; readonly port: number },
  timeoutSeconds = 10,
): Promise<DnsProvider> {
  return openProvider({ name: 'rfc2136', server: endpoint, key, timeoutSeconds });
}

/** A name that no other test has used. */
function newName(): string {
  hosts += 1;
  return `_25._tcp.mail${hosts}.example.org.`;
}

const tlsa = (name: string, digest: string): ZoneRecord => ({
  ...{ name, type: 'TLSA', ttl: 300, data: `3 1 1 ${digest}` },
});

describe.concurrent.each(UPDATE_SERVERS)('%s', (program) => {
  let server: UpdateServer;
  beforeAll(() => {
    server = servers.get(program)!;
  });

  it.each([
    ['a key that the server does not know', () => STRANGER],
    ['a wrong secret', () => WRONG],
    ['a key without the right', () => server.idleKey],
  ] as const)('says for %s what to do, and shows no secret', async (_, key: () => TsigKey) => {
    const name = newName();
    const stranger = await withKey(key(), server.endpoint);
    const error = await failureOf(stranger.add(tlsa(name, NEW)));
    expect(['not-authenticated', 'not-allowed']).toContain(error.failure);
    expect(error.message).toContain(`the key ${key().name}`);
    expect(error.message).not.toContain(key().secret);
    expect(await server.data(name, 'TLSA')).toEqual([]);
  });

  it.each([WRONG, STRANGER])('says of a check that the key $name is refused, not a change', async (key) => {
    const error = await failureOf((await withKey(key, server.endpoint)).list(newName(), 'TLSA'));
    expect(error).toMatchObject({ failure: 'not-authenticated', retryable: false });
    // PowerDNS does not say which of them it was.
    expect(error.message).toMatch(
      /^the name server \S+ port \d+ refuses the key \w+ \((BADKEY|BADSIG|NOTAUTH)\): .*DNS_UPDATE_KEY_FILE/,
    );
  });
});

describe('views', () => {
  it('BIND reads and changes the view that the key chooses, and no other', async () => {
    const server = servers.get('BIND 9')!;
    const provider = await withKey(KEY, server.endpoint);
    const record = tlsa(newName(), NEW);
    expect(await provider.add(record)).toBe('added');
    expect(await provider.list(record.name, 'TLSA')).toEqual([record]);
    expect(await server.data(record.name, 'TLSA')).toEqual([`3 1 1 ${NEW.toUpperCase()}`]);
    expect(await server.publicData(record.name, 'TLSA')).toEqual([]);
    expect(await provider.delete(record)).toBe('deleted');
    expect(await server.data(record.name, 'TLSA')).toEqual([]);
  });

  it('BIND: a record of the view that everybody sees is no record that is gone', async () => {
    const server = servers.get('BIND 9')!;
    const provider = await withKey(KEY, server.endpoint);
    const shown = { name: 'public.example.org.', type: 'TXT', ttl: 300, data: '"seen by all"' } as const;
    const error = await failureOf(provider.delete(shown));
    expect(error).toMatchObject({ failure: 'refused', retryable: false });
    expect(error.message).toContain('in another view than the one that the key leads to');
    expect(await provider.delete({ ...shown, data: '"nowhere"' })).toBe('already-gone');
  });

  it('says so when another server answers than the one that takes the update', async () => {
    const balancer = await startBalancer(servers.get('Knot')!.endpoint, servers.get('PowerDNS')!.endpoint);
    const record = tlsa(newName(), NEW);
    try {
      const error = await failureOf((await withKey(KEY, balancer.endpoint)).add(record));
      expect(error).toMatchObject({ failure: 'refused', retryable: false });
      expect(error.message).toContain('does another view answer than the one that takes updates');
      const kept = await failureOf((await withKey(KEY, balancer.endpoint)).delete(record));
      expect(kept).toMatchObject({ failure: 'refused', retryable: false });
    } finally {
      await balancer.stop();
    }
    expect(await servers.get('Knot')!.data(record.name, 'TLSA')).toHaveLength(1);
    expect(await servers.get('PowerDNS')!.data(record.name, 'TLSA')).toEqual([]);
  });
});

describe('a server that does not answer', () => {
  it('says that trying again can help when nobody listens', async () => {
    const nobody = await withKey(KEY, { host: '127.0.0.1', port: 1 });
    const error = await failureOf(nobody.list(newName(), 'TLSA'));
    expect(error).toMatchObject({ failure: 'unavailable', retryable: true });
  });

  it('gives up when the server accepts a connection and says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const { port } = silent.address() as AddressInfo;
      const provider = await withKey(KEY, { host: '127.0.0.1', port }, 1);
      const error = await failureOf(provider.add(tlsa(newName(), OLD)));
      expect(error).toMatchObject({ failure: 'unavailable', retryable: true });
    } finally {
      silent.close();
    }
  });
});

describe('a server that answers a signed question', () => {
  it.each([
    [
      'with BADTIME',
      { rcode: 9, tsigError: 18 },
      'not-authenticated',
      'the clocks of this machine and of the',
    ],
    ['without its own signature', { rcode: 0, tsigError: 0 }, 'unavailable', 'is not signed with the key'],
  ])('%s is not believed, and the operator reads why', async (_title, errors, failure, words) => {
    const echo = await startEcho(errors);
    try {
      const provider = await withKey(KEY, echo.endpoint, 1);
      const error = await failureOf(provider.list(newName(), 'TLSA'));
      expect(error).toMatchObject({ failure, message: expect.stringContaining(words) });
    } finally {
      await echo.stop();
    }
  });
});

interface Endpoint {
  readonly host: string;
  readonly port: number;
}

interface Listening {
  readonly endpoint: Endpoint;
  stop(): Promise<void>;
}

async function listenWith(onConnection: (client: Socket) => void): Promise<Listening> {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: { host: '127.0.0.1', port },
    stop: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

const UPDATE_OPCODE = 5;

/** Leads connections that begin with an update to one server and all others to another, as a DNS load balancer may. */
function startBalancer(updates: Endpoint, questions: Endpoint): Promise<Listening> {
  return listenWith((client) => {
    client.once('data', (first) => {
      // Two octets of length (RFC 1035 §4.2.2) and two of identifier precede the opcode (§4.1.1).
      const opcode = (first[4]! >> 3) & 0x0f;
      const server = connect({ ...(opcode === UPDATE_OPCODE ? updates : questions) });
      server.write(first);
      client.pipe(server).pipe(client);
      client.on('error', () => server.destroy());
      server.on('error', () => client.destroy());
    });
  });
}

/** Sends each question back as its answer, with the client's signature in place of its own. */
function startEcho({ rcode, tsigError }: { readonly rcode: number; readonly tsigError: number }) {
  return listenWith((client) => {
    client.once('data', (question) => {
      const answer = Buffer.from(question);
      answer[4]! |= 0x84; // QR and AA
      answer[5] = rcode;
      // The record of TSIG is the last one, and ends in its error and the length of other data (RFC 8945 §4.2).
      answer.writeUInt16BE(tsigError, answer.length - 4);
      client.end(answer);
    });
    client.on('error', () => undefined);
  });
}
