import { describe, expect, it } from 'vitest';

import { MemoryResolver, SAID } from '../../../../../test/support/memory-resolver.js';
import { findServiceHosts } from './find-hosts.js';

const DOMAIN = 'example.org';
const NAME = '_submission._tcp.example.org';
const srv = (priority: number, weight: number, target: string, port = 587) => ({
  ...{ priority, weight, port, target },
});

const find = (resolver: MemoryResolver) => findServiceHosts(resolver, 'Submission', 'Example.org.');

describe('findServiceHosts', () => {
  it('sorts by priority, then by weight', async () => {
    const records = [srv(2, 9, 'c.example'), srv(1, 1, 'B.example.', 465), srv(1, 5, 'a.example')];
    expect(await find(new MemoryResolver().set('srv', NAME, records))).toEqual({
      kind: 'srv',
      name: NAME,
      nextHop: { domain: DOMAIN, canonicalDomain: DOMAIN, secure: true },
      hosts: [
        { name: 'a.example', port: 587, priority: 1, weight: 5 },
        { name: 'b.example', port: 465, priority: 1, weight: 1 },
        { name: 'c.example', port: 587, priority: 2, weight: 9 },
      ],
      ttl: 300,
    });
  });

  it('says when the records are insecure, so that DANE does not apply (RFC 7673 §3.1)', async () => {
    const resolver = new MemoryResolver().set('srv', NAME, [srv(1, 1, 'a.example')], { secure: false });
    expect(await find(resolver)).toMatchObject({ kind: 'srv', nextHop: { secure: false } });
  });

  it('tells a service that is not offered from one that nobody mentions (RFC 2782)', async () => {
    expect(await find(new MemoryResolver().set('srv', NAME, [srv(0, 0, '', 0)]))).toMatchObject({
      ...{ kind: 'no-service', name: NAME },
    });
    expect(await find(new MemoryResolver())).toMatchObject({ kind: 'none', name: NAME });
  });

  it.each(['bogus', 'failed'] as const)('gives no hosts when the look-up ends %s', async (kind) => {
    expect(await find(new MemoryResolver().fail('srv', NAME, kind))).toEqual({
      ...{ kind, name: NAME, ...SAID },
    });
  });
});
