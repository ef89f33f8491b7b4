/** The stub resolver against servers that are silent, broken or hostile. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import dnsPacket from 'dns-packet';
import { describe, expect, it, onTestFinished } from 'vitest';

import { askNameServer, createResolver, type ResolverOptions, systemServers } from '#dns';

import { freeDnsPort } from '../support/free-dns-port.js';
import { Lag } from '../support/lag.js';
import {
  framed,
  reply,
  type ReceivedQuery,
  type Script,
  type ScriptedDnsServer,
  startScriptedDnsServer,
} from '../support/scripted-dns-server.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const NAME = 'mx.example.org';
const A: dnsPacket.Answer = { type: 'A', name: NAME, ttl: 60, data: '192.0.2.1' };
const SERVFAIL = 2;
const REFUSED = 5;

const right = (query: ReceivedQuery): Buffer[] => [reply(query, { answers: [A] })];
const silence = (): Buffer[] => [];

async function server(script: Script, address?: string): Promise<ScriptedDnsServer> {
  const started = await startScriptedDnsServer(script, address);
  onTestFinished(() => started.close());
  return started;
}

function resolverOf(servers: readonly ScriptedDnsServer[], options: Partial<ResolverOptions> = {}) {
  return createResolver({ servers, timeoutMs: 3000, attempts: 1, ...options });
}

/** What comes of a look-up when the server answers so. */
async function lookUp(script: Script, options?: Partial<ResolverOptions>) {
  return resolverOf([await server(script)], options).a(NAME);
}

const FOUND = { kind: 'found', secure: false, records: ['192.0.2.1'] };

describe('a question', () => {
  it('asks for DNSSEC with DO, and leaves AD clear', async () => {
    const asked = await server(right);
    await resolverOf([asked]).a(`${NAME.toUpperCase()}.`);
    const { packet } = asked.queries[0]!;
    expect(packet.questions).toEqual([{ name: NAME, type: 'A', class: 'IN' }]);
    expect(packet).toMatchObject({ flag_rd: true, flag_ad: false, flag_cd: false });
    expect(packet.additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1232, flag_do: true }]);
  });

  it('has an id and a port of its own', async () => {
    const asked = await server(right);
    const resolver = resolverOf([asked]);
    await Promise.all(Array.from({ length: 20 }, () => resolver.a(NAME)));
    const different = (values: unknown[]) => new Set(values).size;
    expect(different(asked.queries.map(({ packet }) => packet.id))).toBeGreaterThan(15);
    expect(different(asked.queries.map(({ clientPort }) => clientPort))).toBeGreaterThan(15);
  });

  it('to a name server does not ask for recursion', async () => {
    const asked = await server(right);
    await askNameServer(asked, NAME, 'A');
    expect(asked.queries[0]?.packet).toMatchObject({ flag_rd: false, flag_ad: false });
  });

  it.each(['a..example', `${'a'.repeat(64)}.example`, 'ü.example', 'a b.example', 'abc.'.repeat(64)])(
    'about %j is not asked',
    async (name) => {
      const asked = await server(right);
      expect(await resolverOf([asked]).a(name)).toMatchObject({
        kind: 'failed',
        detail: 'this is not a domain name',
      });
      expect(await askNameServer(asked, name, 'A')).toMatchObject({ kind: 'failed' });
      expect(asked.queries).toEqual([]);
    },
  );

  it('waits for its turn when too many are asked at once', async () => {
    let [now, most] = [0, 0];
    const asked = await server(async (query) => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return right(query);
    });
    const resolver = resolverOf([asked], { maxConcurrent: 3 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => resolver.a(NAME)));
    expect(answers.every(({ kind }) => kind === 'found')).toBe(true);
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe('a datagram', () => {
  it.each<[string, (query: ReceivedQuery) => Buffer]>([
    ['another id', (query) => reply(query, { id: (query.packet.id! + 1) % 0x10000, answers: [A] })],
    ['nothing in it', () => Buffer.alloc(0)],
    ['one octet', () => Buffer.of(1)],
  ])('with %s is ignored', async (_what, forged) => {
    expect(await lookUp((query) => [forged(query), ...right(query)])).toMatchObject(FOUND);
  });

  const id = ({ bytes }: ReceivedQuery) => bytes.subarray(0, 2);
  const withTail = (query: ReceivedQuery, ...octets: number[]) =>
    Buffer.concat([reply(query, { answers: [A] }), Buffer.from(octets)]);

  it.each<[string, (query: ReceivedQuery) => Buffer, string]>([
    ['no header', id, 'sent a malformed message'],
    ['noise', (query) => Buffer.concat([id(query), Buffer.alloc(200, '\0@')]), 'sent a malformed message'],
    [
      'far too many records',
      (query) => Buffer.concat([id(query), Buffer.alloc(200, 0xff)]),
      'sent a message that claims to have 262140 records, more than 512',
    ],
    ['a tail', (query) => withTail(query, 0), 'sent a malformed message'],
    [
      'half of an answer',
      (query) => reply(query, { answers: [A] }).subarray(0, -8),
      'sent a malformed message',
    ],
    ['a record beyond its end', (query) => longTlsa(query), 'sent a malformed message'],
    ['a name that points to itself', (query) => loop(query, 0), 'sent a malformed message'],
    ['names that point at each other', (query) => loop(query, 2), 'sent a malformed message'],
    [
      'another name',
      (query) => reply(query, { questions: [{ name: 'x.example', type: 'A' }] }),
      'answered another question',
    ],
    [
      'another type',
      (query) => reply(query, { questions: [{ name: NAME, type: 'MX' }] }),
      'answered another question',
    ],
    [
      'another class',
      (query) => reply(query, { questions: [{ name: NAME, type: 'A', class: 'CH' }] }),
      'answered another question',
    ],
    ['no question', (query) => reply(query, { questions: [] }), 'answered another question'],
    ['our own question', ({ bytes }) => bytes, 'answered another question'],
  ])('with %s fails', async (_what, script, detail) => {
    const answer = await lookUp((query) => [script(query)]);
    expect(answer).toMatchObject({
      kind: 'failed',
      detail: expect.stringMatching(new RegExp(`^127.0.0.1:\\d+ ${detail}$`)),
    });
  });

  it.each<[string, dnsPacket.Answer[]]>([
    ['of another name', [{ ...A, name: 'x.example' }]],
    ['of another class', [{ ...A, class: 'CH' }]],
    ['with the bit of multicast DNS', [{ ...A, flush: true }]],
    ['of a type that nobody knows', [{ ...A, type: 'UNKNOWN_65280', data: Buffer.of(1) } as never]],
  ])('with a record %s holds no answer', async (_what, answers) => {
    expect(await lookUp((query) => [reply(query, { answers })])).toMatchObject({
      kind: 'none',
      nameExists: true,
    });
  });

  it('that returns the flags of the question is not taken for a secure answer', async () => {
    const echo = (query: ReceivedQuery) => [reply(query, { answers: [A], flags: query.packet.flags ?? 0 })];
    expect(await lookUp(echo)).toMatchObject(FOUND);
    expect(await resolverOf([await server(echo)]).validates()).toMatchObject({ validates: 'no' });
  });

  it('cannot lead in a circle', async () => {
    const alias = (name: string, data: string): dnsPacket.Answer => ({ type: 'CNAME', name, data, ttl: 60 });
    expect(
      await lookUp((query) => [
        reply(query, { answers: [alias(NAME, 'b.example'), alias('b.example', NAME)] }),
      ]),
    ).toMatchObject({ kind: 'failed', detail: `the resolver gave aliases of ${NAME} that lead in a circle` });
    expect(
      await lookUp((query) => [
        reply(query, { answers: [alias(NAME, 'b.example'), alias(NAME, 'c.example')] }),
      ]),
    ).toMatchObject({ kind: 'failed', detail: `the resolver gave two aliases for ${NAME}` });
  });

  it('that leaves an alias to us is followed, as long as it is no circle (RFC 7672 §2.1.3)', async () => {
    const half = (query: ReceivedQuery, next: string) => [
      reply(query, {
        flags: dnsPacket.AUTHENTIC_DATA,
        answers: [{ type: 'CNAME', name: query.packet.questions?.[0]?.name ?? '', data: next, ttl: 30 }],
      }),
    ];
    const isFirst = ({ packet }: ReceivedQuery) => packet.questions?.[0]?.name === 'alias.example';
    const followed = await server((query) => (isFirst(query) ? half(query, NAME) : right(query)));
    expect(await resolverOf([followed]).a('alias.example')).toEqual({
      ...FOUND,
      ...{ aliases: ['alias.example'], canonicalName: NAME, ttl: 30 },
    });
    const circle = await server((query) => half(query, isFirst(query) ? 'b.example' : 'alias.example'));
    expect(await resolverOf([circle]).a('alias.example')).toMatchObject({ kind: 'failed' });
    expect(circle.queries).toHaveLength(17);
  });

  it('shows no octets that do not print', async () => {
    const resolver = resolverOf([
      await server((query) => [
        reply(query, { answers: [{ type: 'MX', name: NAME, data: { exchange: '\u001b[2J.example' } }] }),
      ]),
    ]);
    expect(await resolver.mx(NAME)).toMatchObject({ records: [{ exchange: '\uFFFD[2j.example' }] });
  });
});

/** A TLSA record whose length is 200 octets more than there are. */
function longTlsa(query: ReceivedQuery): Buffer {
  const data = { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32, 7) };
  const bytes = reply(query, { answers: [{ type: 'TLSA', name: NAME, data }] });
  bytes[bytes.length - 36] = 235;
  return bytes;
}

/** An answer whose owner is a pointer to a pointer. */
function loop(query: ReceivedQuery, distance: number): Buffer {
  const bytes = reply(query);
  bytes[7] = 1;
  const here = bytes.length;
  const pointer = (to: number) => Buffer.from([0xc0 | (to >> 8), to & 0xff]);
  return Buffer.concat([bytes, pointer(here + distance), pointer(here), Buffer.alloc(10)]);
}

describe('an answer by TCP', () => {
  const truncated = (query: ReceivedQuery) => reply(query, { flags: dnsPacket.TRUNCATED_RESPONSE });
  const byTcp = (script: (query: ReceivedQuery) => Buffer[], options?: Partial<ResolverOptions>) =>
    lookUp((query) => (query.transport === 'udp' ? [truncated(query)] : script(query)), options);

  it('replaces a truncated one, in whatever pieces it comes', async () => {
    expect(
      await byTcp((query) => [...framed(reply(query, { answers: [A] }))].map((octet) => Buffer.of(octet))),
    ).toMatchObject(FOUND);
  });

  it.each<[string, (query: ReceivedQuery) => Buffer[], string]>([
    ['closed', () => [], 'closed the connection'],
    ['noise', () => [framed(Buffer.alloc(300, 0xff))], 'answered another question'],
    ['truncated', (query) => [framed(truncated(query))], 'truncated its answer by TCP as well'],
    ['empty', () => [framed(Buffer.alloc(0))], 'answered another question'],
  ])('that is %s fails', async (_what, script, detail) => {
    expect(await byTcp(script)).toMatchObject({ kind: 'failed', detail: expect.stringContaining(detail) });
  });

  it('that never ends fails in time', async () => {
    const [started, lag] = [performance.now(), new Lag()];
    expect(await byTcp(() => [Buffer.from([0xff, 0xff, 0])], { timeoutMs: 200 })).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining('did not answer in time'),
    });
    expect(performance.now() - started).toBeLessThan(lag.allowedFor(2000));
  });
});

describe('several servers', () => {
  it.each<[string, Script]>([
    ['is silent', silence],
    ['refuses', (query) => [reply(query, { rcode: REFUSED })]],
    ['sends noise', ({ bytes }) => [Buffer.concat([bytes.subarray(0, 2), Buffer.alloc(50, 0xff)])]],
    ['fails, validated or not', (query) => [reply(query, { rcode: SERVFAIL })]],
  ])('are asked in turn when one %s', async (_what, script) => {
    const servers = [await server(script), await server(right)];
    expect(await resolverOf(servers, { timeoutMs: 1000 }).a(NAME)).toMatchObject(FOUND);
  });

  it('are asked in turn when nobody listens at one', async () => {
    const dead = { address: '127.0.0.1', port: await freeDnsPort('127.0.0.1') };
    const resolver = createResolver({ servers: [dead, await server(right)] });
    expect(await resolver.a(NAME)).toMatchObject(FOUND);
    expect(await createResolver({ servers: [dead] }).a(NAME)).toMatchObject({
      kind: 'failed',
      detail: `127.0.0.1:${dead.port} refused the connection`,
    });
  });

  it('that are all silent are given up in time, each asked again before', async () => {
    const servers = [await server(silence), await server(silence)];
    const [started, lag] = [performance.now(), new Lag()];
    expect(await resolverOf(servers, { timeoutMs: 400, attempts: 2 }).a(NAME)).toMatchObject({
      kind: 'failed',
      detail: servers.map(({ port }) => `127.0.0.1:${port} did not answer in time`).join(', '),
    });
    expect(performance.now() - started).toBeLessThan(lag.allowedFor(2000));
    expect(servers.map(({ queries }) => queries.length)).toEqual([2, 2]);
  });

  it('may have IPv6 addresses', async () => {
    expect(await resolverOf([await server(right, '::1')]).a(NAME)).toMatchObject(FOUND);
  });

  it('are not waited for after the end', async () => {
    const end = new AbortController();
    const asked = await server(() => {
      end.abort();
      return [];
    });
    const resolver = resolverOf([asked], { signal: end.signal, timeoutMs: 20_000, attempts: 3 });
    expect(await resolver.a(NAME)).toMatchObject({ kind: 'failed' });
    expect(await resolver.a(NAME)).toMatchObject({ kind: 'failed' });
    expect(asked.queries).toHaveLength(1);
  });
});

it.each([0, 1, 2, 3, 4, 5])('an end %i ticks after the question leaves nothing behind', async (ticks) => {
  const asked = await server(silence);
  const end = new AbortController();
  const answer = resolverOf([asked], { signal: end.signal, timeoutMs: 20_000 }).a(NAME);
  for (let tick = 0; tick < ticks; tick += 1) await new Promise((resolve) => process.nextTick(resolve));
  end.abort();
  expect(await answer).toMatchObject({ kind: 'failed' });
});

describe('SERVFAIL', () => {
  /** Fails what is to be validated, so many times. */
  const failing = (times: number): Script => {
    let count = 0;
    return (query) =>
      query.packet.flag_cd || (count += 1) > times ? right(query) : [reply(query, { rcode: SERVFAIL })];
  };

  it('is bogus when the same is answered unchecked', async () => {
    expect(await lookUp(failing(Infinity))).toMatchObject({ kind: 'bogus' });
  });

  it('is no bogus answer when it is over', async () => {
    expect(await lookUp(failing(1))).toMatchObject(FOUND);
  });

  it('is a failure when unchecked questions fail too', async () => {
    expect(await lookUp((query) => [reply(query, { rcode: SERVFAIL })])).toMatchObject({
      kind: 'failed',
      detail: expect.stringMatching(/^127\.0\.0\.1:\d+ answered SERVFAIL$/),
    });
  });
});

describe('systemServers', () => {
  const withFile = async (text: string) => {
    const file = join(await tempDirOfTest(), 'resolv.conf');
    await writeFile(file, text);
    return systemServers(file);
  };

  it('reads the nameserver lines', async () => {
    const text =
      '# nameserver 192.0.2.9\nsearch example.org\nnameserver 192.0.2.1\nnameserver\t2001:db8::1  # x\nnameserver x\n';
    expect(await withFile(text)).toEqual([
      { address: '192.0.2.1', port: 53 },
      { address: '2001:db8::1', port: 53 },
    ]);
  });

  it('says what to do when there is none', async () => {
    await expect(withFile('search example.org\n')).rejects.toThrow(
      /^There is no nameserver line in .*resolv\.conf: set DNS_RESOLVER/,
    );
    await expect(systemServers('/nonexistent/resolv.conf')).rejects.toThrow(
      /cannot be read \(there is no such file \(ENOENT\)\): set DNS_RESOLVER/,
    );
  });
});
