/** The provider of DNS UPDATE against a real Knot that wants TSIG. */
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openProvider, type DnsProvider, type TsigKey, type ZoneRecord } from '#providers';

import { failureOf } from '../support/failure-of.js';
import { UpdateServer } from '../support/update-server.js';

const OLD = 'aa'.repeat(32);
const NEW = 'bb'.repeat(32);
const WILDCARD = 'cc'.repeat(32);

let server: UpdateServer;
let provider: DnsProvider;
let hosts = 0;

beforeAll(async () => {
  server = await UpdateServer.start({
    zone: 'example.org',
    records: [
      `*.do.example.org. 300 TLSA 3 1 1 ${WILDCARD}`,
      'alias.example.org. 300 CNAME ns.example.org.',
      'elsewhere.example.org. 300 CNAME tlsa.else.example.',
      'sub.example.org. 300 NS ns.else.example.',
    ],
  });
  provider = await withKey(server.key);
});

afterAll(() => server.remove());

function withKey(key: TsigKey, endpoint = server.endpoint, timeoutSeconds = 10): Promise<DnsProvider> {
  return openProvider({ name: 'rfc2136', server: endpoint, key, timeoutSeconds });
}

/** A name that no other test has used. */
function newName(): string {
  hosts += 1;
  return `_25._tcp.mail${hosts}.example.org.`;
}

const tlsa = (name: string, digest: string, changes: Partial<ZoneRecord> = {}): ZoneRecord => ({
  ...{ name, type: 'TLSA', ttl: 300, data: `3 1 1 ${digest}` },
  ...changes,
});

describe('Rfc2136Provider', () => {
  it('adds, lists and deletes: the old record goes, the new one stays', async () => {
    const name = newName();
    expect(await provider.list(name, 'TLSA')).toEqual([]);
    expect(await provider.add(tlsa(name, OLD))).toBe('added');
    expect(await provider.add(tlsa(name, NEW))).toBe('added');
    expect(await provider.list(name, 'TLSA')).toEqual(
      expect.arrayContaining([tlsa(name, OLD), tlsa(name, NEW)]),
    );
    expect(await provider.delete(tlsa(name, OLD))).toBe('deleted');
    expect(await server.data(name, 'TLSA')).toEqual([`3 1 1 ${NEW.toUpperCase()}`]);
  });

  it('counts what is there as added and what is gone as deleted', async () => {
    const name = newName();
    await provider.add(tlsa(name, OLD));
    expect(await provider.add(tlsa(name, OLD.toUpperCase(), { ttl: 60 }))).toBe('already-there');
    expect(await provider.delete(tlsa(name, NEW))).toBe('already-gone');
    expect(await provider.list(name, 'TLSA')).toEqual([tlsa(name, OLD)]);
  });

  it.each<ZoneRecord>([
    { name: 'a.example.org.', type: 'A', ttl: 60, data: '192.0.2.1' },
    { name: '*.a.example.org.', type: 'AAAA', ttl: 60, data: '2001:db8::1' },
    { name: '_smtp._tls.example.org.', type: 'TXT', ttl: 60, data: '"v=TLSRPTv1; rua=mailto:a@b.example"' },
    { name: 'example.org.', type: 'CAA', ttl: 60, data: '0 issuewild ";"' },
  ])('adds %o, reads it back and deletes it', async (record) => {
    expect(await provider.add(record)).toBe('added');
    expect(await provider.list(record.name, record.type)).toEqual([record]);
    expect(await provider.delete(record)).toBe('deleted');
    expect(await provider.list(record.name, record.type)).toEqual([]);
  });

  it('does not take the answer of a wildcard for the record of a name', async () => {
    const name = '_25._tcp.do.example.org.';
    expect(await server.data(name, 'TLSA')).toEqual([`3 1 1 ${WILDCARD.toUpperCase()}`]);
    expect(await provider.list(name, 'TLSA')).toEqual([]);
    expect(await provider.delete(tlsa(name, WILDCARD))).toBe('already-gone');
    expect(await provider.add(tlsa(name, WILDCARD))).toBe('added');
    expect(await provider.list(name, 'TLSA')).toHaveLength(1);
    expect(await provider.list('*.do.example.org.', 'TLSA')).toEqual([tlsa('*.do.example.org.', WILDCARD)]);
  });

  it('gives a whole set another TTL at once', async () => {
    const name = newName();
    await provider.add(tlsa(name, OLD));
    await provider.add(tlsa(name, NEW));
    expect(await provider.setTtl(name, 'TLSA', 60)).toBe('changed');
    expect(await provider.setTtl(name, 'TLSA', 60)).toBe('unchanged');
    expect((await provider.list(name, 'TLSA')).map(({ ttl }) => ttl)).toEqual([60, 60]);
    expect(await provider.setTtl(newName(), 'TLSA', 60)).toBe('unchanged');
  });
});

describe('Rfc2136Provider, when it cannot be done', () => {
  it.each([
    ['a key that the server does not know', () => ({ ...server.key, name: 'stranger' }), 'not-authenticated'],
    [
      'a wrong secret',
      () => ({ ...server.key, secret: 'd3Jvbmcgd3Jvbmcgd3Jvbmcgd3Jvbmcgd3Jvbmcgd3I=' }),
      'not-authenticated',
    ],
    ['a key without the right', () => server.idleKey, 'not-authenticated'],
  ] as const)('says for %s what to do, and shows no secret', async (_, key: () => TsigKey, failure) => {
    const name = newName();
    const error = await failureOf((await withKey(key())).add(tlsa(name, NEW)));
    expect(error).toMatchObject({ failure, retryable: false });
    expect(error.message).toContain(`the key ${key().name}`);
    expect(error.message).not.toContain(key().secret);
    expect(await provider.list(name, 'TLSA')).toEqual([]);
  });

  it('says of a check with a wrong secret that the key is refused, not that a change failed', async () => {
    const name = newName();
    await provider.add(tlsa(name, OLD));
    const wrong = await withKey({ ...server.key, secret: 'd3Jvbmcgd3Jvbmcgd3Jvbmcgd3Jvbmcgd3Jvbmcgd3I=' });
    const error = await failureOf(wrong.list(name, 'TLSA'));
    expect(error).toMatchObject({ failure: 'not-authenticated' });
    expect(error.message).toMatch(
      /^the name server \S+ port \d+ refuses the key push \(NOTAUTH\): .*DNS_UPDATE_KEY_FILE/,
    );
  });

  it.each(['_25._tcp.mail.example.net.', '_25._tcp.mail.sub.example.org.'])(
    'refuses %s, which the server is not the primary for',
    async (name) => {
      const error = await failureOf(provider.add(tlsa(name, NEW)));
      expect(error).toMatchObject({ failure: 'unknown-zone', retryable: false });
      expect(error.message).toContain('DNS_UPDATE_SERVER');
    },
  );

  it.each(['alias.example.org.', 'elsewhere.example.org.'])('says that %s is an alias', async (name) => {
    const record = tlsa(name, NEW);
    for (const action of [
      () => provider.add(record),
      () => provider.delete(record),
      () => provider.list(name, 'TLSA'),
    ]) {
      const error = await failureOf(action());
      expect(error).toMatchObject({ failure: 'refused', retryable: false });
      expect(error.message).toContain('is an alias (CNAME record) of ');
    }
  });

  it('says that trying again can help when nobody listens', async () => {
    const nobody = await withKey(server.key, { host: server.address, port: 1 });
    const error = await failureOf(nobody.list(newName(), 'TLSA'));
    expect(error).toMatchObject({ failure: 'unavailable', retryable: true });
  });

  it('gives up when the server accepts a connection and says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const { port } = silent.address() as AddressInfo;
      const error = await failureOf(
        (await withKey(server.key, { host: '127.0.0.1', port }, 1)).add(tlsa(newName(), NEW)),
      );
      expect(error).toMatchObject({ failure: 'unavailable', retryable: true });
    } finally {
      silent.close();
    }
  });
});
