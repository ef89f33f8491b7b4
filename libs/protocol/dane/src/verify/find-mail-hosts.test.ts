import { describe, expect, it } from 'vitest';

import { MemoryResolver, SAID } from '../../../../../test/support/memory-resolver.js';
import { findMailHosts } from './find-hosts.js';

const DOMAIN = 'example.org';
const mx = (preference: number, exchange: string) => ({ preference, exchange });
const nextHop = (secure = true) => ({ domain: DOMAIN, canonicalDomain: DOMAIN, secure });

describe('findMailHosts', () => {
  it('sorts by preference and names each host once, with its best preference', async () => {
    const records = [mx(20, 'b.example'), mx(10, 'B.example.'), mx(10, 'a.example'), mx(5, 'c.example')];
    expect(await findMailHosts(new MemoryResolver().set('mx', DOMAIN, records), 'Example.ORG.')).toEqual({
      kind: 'mx',
      nextHop: nextHop(),
      hasNullMx: false,
      hosts: [
        { name: 'c.example', preference: 5 },
        { name: 'a.example', preference: 10 },
        { name: 'b.example', preference: 10 },
      ],
      ttl: 300,
    });
  });

  it('gives hosts of insecure records, and says so (RFC 7672 §2.2.1)', async () => {
    const resolver = new MemoryResolver().set('mx', DOMAIN, [mx(10, 'a.example')], { secure: false });
    expect(await findMailHosts(resolver, DOMAIN)).toMatchObject({ kind: 'mx', nextHop: nextHop(false) });
  });

  it('tells where the aliases of the domain lead (RFC 7672 §3.2.2)', async () => {
    const resolver = new MemoryResolver().set('mx', DOMAIN, [mx(10, 'a.example')], {
      canonicalName: 'example.com',
    });
    expect(await findMailHosts(resolver, DOMAIN)).toMatchObject({
      nextHop: { domain: DOMAIN, canonicalDomain: 'example.com' },
    });
  });

  it('gives the domain itself where there are no MX records (RFC 5321 §5.1)', async () => {
    const resolver = new MemoryResolver().set('a', DOMAIN, ['192.0.2.1']);
    expect(await findMailHosts(resolver, DOMAIN)).toEqual({
      ...{ kind: 'implicit', nextHop: nextHop(), host: DOMAIN },
    });
    const unproven = new MemoryResolver(false).set('a', DOMAIN, ['192.0.2.1']);
    expect(await findMailHosts(unproven, DOMAIN)).toMatchObject({ nextHop: nextHop(false) });
  });

  it('tells of a domain that does not exist', async () => {
    expect(await findMailHosts(new MemoryResolver(), DOMAIN)).toEqual({
      kind: 'no-domain',
      nextHop: nextHop(),
    });
  });

  it('tells of a domain that takes no mail (RFC 7505)', async () => {
    const resolver = new MemoryResolver().set('mx', DOMAIN, [mx(0, '')]);
    expect(await findMailHosts(resolver, DOMAIN)).toEqual({
      ...{ kind: 'null-mx', nextHop: nextHop(), preferences: [0] },
    });
  });

  it('takes no notice of a null MX beside others', async () => {
    const resolver = new MemoryResolver().set('mx', DOMAIN, [mx(0, ''), mx(10, 'a.example')]);
    expect(await findMailHosts(resolver, DOMAIN)).toMatchObject({
      ...{ hosts: [{ name: 'a.example' }], hasNullMx: true },
    });
  });

  it.each(['bogus', 'failed'] as const)('delays delivery when the look-up ends %s (§2.1.2)', async (kind) => {
    expect(await findMailHosts(new MemoryResolver().fail('mx', DOMAIN, kind), DOMAIN)).toEqual({
      ...{ kind, name: DOMAIN, ...SAID },
    });
  });
});
