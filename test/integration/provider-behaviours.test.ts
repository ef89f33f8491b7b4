/** One table of behaviours for every provider that a program changes records at. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { DnsProvider, ZoneRecord } from '#providers';

import { failureOf } from '../support/failure-of.js';
import { openWorld, PROVIDERS, type ProviderTitle, type ProviderWorld } from '../support/provider-worlds.js';

const OLD = 'aa'.repeat(32);
const NEW = 'bb'.repeat(32);

const worlds = new Map<ProviderTitle, ProviderWorld>();

beforeAll(async () => {
  await Promise.all(PROVIDERS.map(async (title) => worlds.set(title, await openWorld(title))));
});

afterAll(() => Promise.all([...worlds.values()].map((world) => world.stop())));

let hosts = 0;
/** A name that no other test has used. */
function newName(): string {
  hosts += 1;
  return `_25._tcp.mail${hosts}.example.org.`;
}

const tlsa = (name: string, digest: string, changes: Partial<ZoneRecord> = {}): ZoneRecord => ({
  ...{ name, type: 'TLSA', ttl: 300, data: `3 1 1 ${digest}` },
  ...changes,
});

describe.concurrent.each(PROVIDERS)('%s', (title) => {
  let world: ProviderWorld;
  let provider: DnsProvider;
  beforeAll(() => {
    world = worlds.get(title)!;
    ({ provider } = world);
  });

  it('adds, lists and deletes: the old record goes, the new one and those of others stay', async () => {
    const name = newName();
    const foreign: ZoneRecord = { name, type: 'TXT', ttl: 300, data: '"not ours"' };
    await provider.add(foreign);
    expect(await provider.list(name, 'TLSA')).toEqual([]);
    expect(await provider.add(tlsa(name, OLD))).toBe('added');
    expect(await provider.add(tlsa(name, NEW))).toBe('added');
    const listed = await provider.list(name, 'TLSA');
    expect(listed).toHaveLength(2);
    expect(listed).toEqual(expect.arrayContaining([tlsa(name, OLD), tlsa(name, NEW)]));
    expect(await provider.delete(tlsa(name, OLD))).toBe('deleted');
    expect(await world.data(name, 'TLSA')).toEqual([`3 1 1 ${NEW}`]);
    expect(await provider.delete(tlsa(name, NEW))).toBe('deleted');
    expect(await provider.list(name, 'TXT')).toEqual([foreign]);
  });

  it('counts what is there as added and what is gone as deleted', async () => {
    const name = newName();
    await provider.add(tlsa(name, OLD));
    expect(await provider.add(tlsa(name, OLD.toUpperCase(), { ttl: 60 }))).toBe('already-there');
    expect(await provider.delete(tlsa(name, NEW))).toBe('already-gone');
    expect(await provider.list(name, 'TLSA')).toEqual([tlsa(name, OLD)]);
  });

  it.each<ZoneRecord>([
    { name: '*.a.example.org.', type: 'AAAA', ttl: 60, data: '2001:db8::1' },
    {
      name: 'text.example.org.',
      type: 'TXT',
      ttl: 60,
      data: `"a \\"word\\"; ${'x'.repeat(245)}" "\\\\yyyy"`,
    },
    { name: 'example.org.', type: 'CAA', ttl: 60, data: '0 issuewild ";"' },
    { name: 'mx.example.org.', type: 'MX', ttl: 60, data: '10 mail.else.example.' },
    { name: 'www.example.org.', type: 'CNAME', ttl: 60, data: 'host.else.example.' },
  ])('adds $type at $name, gives it another TTL, reads it back and deletes it', async (record) => {
    const { name, type } = record;
    expect(await provider.add(record)).toBe('added');
    expect(await provider.setTtl(name, type, 120)).toBe('changed');
    expect(await provider.list(name, type)).toEqual([{ ...record, ttl: 120 }]);
    expect(await provider.delete(record)).toBe('deleted');
    expect(await provider.list(name, type)).toEqual([]);
  });

  it('does not take the answer of a wildcard for the record of a name', async () => {
    const name = '_25._tcp.do.example.org.';
    const record: ZoneRecord = { name, type: 'TLSA', ttl: 300, data: world.wildcard };
    expect(await provider.list(name, 'TLSA')).toEqual([]);
    expect(await provider.delete(record)).toBe('already-gone');
    expect(await provider.add(record)).toBe('added');
    expect(await provider.list(name, 'TLSA')).toEqual([record]);
    const wildcard = { ...record, name: '*.do.example.org.' };
    expect(await provider.list(wildcard.name, 'TLSA')).toEqual([wildcard]);
    expect(await provider.delete(record)).toBe('deleted');
    expect(await provider.list(wildcard.name, 'TLSA')).toEqual([wildcard]);
  });

  it('adds beside what a wildcard alias answers, which is no alias of the name', async () => {
    const name = '_25._tcp.new.web.example.org.';
    expect(await provider.list(name, 'TLSA')).toEqual([]);
    expect(await provider.add(tlsa(name, OLD))).toBe('added');
    expect(await provider.list(name, 'TLSA')).toEqual([tlsa(name, OLD)]);
    expect(await provider.delete(tlsa(name, OLD))).toBe('deleted');
    expect(await provider.list('*.web.example.org.', 'CNAME')).toHaveLength(1);
  });

  it('gives a whole set another TTL', async () => {
    const name = newName();
    await provider.add(tlsa(name, OLD));
    await provider.add(tlsa(name, NEW));
    expect(await provider.setTtl(name, 'TLSA', 60)).toBe('changed');
    expect(await provider.setTtl(name, 'TLSA', 60)).toBe('unchanged');
    expect((await provider.list(name, 'TLSA')).map(({ ttl }) => ttl)).toEqual([60, 60]);
    expect(await provider.setTtl(newName(), 'TLSA', 60)).toBe('unchanged');
  });

  it('knows a name in capitals and with U-labels as the same', async () => {
    const name = '_25._tcp.Mail.MÜLLER.example.org.';
    const ascii = '_25._tcp.mail.xn--mller-kva.example.org.';
    expect(await provider.add(tlsa(name, OLD))).toBe('added');
    expect(await provider.add(tlsa(ascii, OLD))).toBe('already-there');
    expect(await provider.list(name, 'TLSA')).toEqual([tlsa(ascii, OLD)]);
    expect(await world.data(ascii, 'TLSA')).toEqual([`3 1 1 ${OLD}`]);
    expect(await provider.delete(tlsa(name, OLD))).toBe('deleted');
    expect(await provider.list(ascii, 'TLSA')).toEqual([]);
  });

  it.each(['alias.example.org.', 'elsewhere.example.org.'])('says that %s is an alias', async (name) => {
    for (const action of [
      () => provider.add(tlsa(name, NEW)),
      () => provider.delete(tlsa(name, NEW)),
      () => provider.setTtl(name, 'TLSA', 60),
    ]) {
      const error = await failureOf(action());
      expect(error).toMatchObject({ failure: 'refused', retryable: false });
      expect(error.message).toContain(`${name} is an alias (CNAME record) of `);
    }
    expect(await provider.list(name, 'CNAME')).toHaveLength(1);
  });

  it('refuses an alias beside other records', async () => {
    const name = newName();
    await provider.add(tlsa(name, OLD));
    const alias: ZoneRecord = { name, type: 'CNAME', ttl: 300, data: 'host.else.example.' };
    // BIND and Knot take the update and leave the name as it is (RFC 2136 §3.4.2.2), PowerDNS refuses it.
    expect(['refused', 'not-allowed']).toContain((await failureOf(provider.add(alias))).failure);
    expect(await provider.list(name, 'TLSA')).toEqual([tlsa(name, OLD)]);
    expect(await provider.list(name, 'CNAME')).toEqual([]);
  });

  it.each(['_25._tcp.mail.example.net.', '_25._tcp.mail.sub.example.org.'])(
    'refuses %s, which is in no zone of its own',
    async (name) => {
      expect(await failureOf(provider.add(tlsa(name, NEW)))).toMatchObject({
        failure: 'unknown-zone',
        retryable: false,
      });
    },
  );
});
