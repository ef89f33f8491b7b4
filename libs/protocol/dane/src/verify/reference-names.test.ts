import { describe, expect, it } from 'vitest';

import { MemoryResolver } from '../../../../../test/support/memory-resolver.js';
import { findMailHosts, referenceNamesOf } from './find-hosts.js';
import { findTlsa } from './find-tlsa.js';

const secure = { domain: 'example.org', canonicalDomain: 'example.com', secure: true };

describe('referenceNamesOf (RFC 7672 §3.2.2)', () => {
  it.each([
    ['an MX host', 'mx.example.com', 'mx.example.com', secure, 'mx.example.com example.org example.com'],
    [
      'an MX host of a domain that is no alias',
      'MX.example.com',
      'mx.example.com',
      { ...secure, canonicalDomain: 'example.org' },
      'mx.example.com example.org',
    ],
    [
      'an MX host that is an alias',
      'host.example',
      'mx.example.com',
      secure,
      'host.example example.org example.com',
    ],
    [
      'a host of insecure MX records',
      'mx.example.com',
      'mx.example.com',
      { ...secure, secure: false },
      'mx.example.com',
    ],
    [
      'an alias of insecure MX records',
      'host.example',
      'mx.example.com',
      { ...secure, secure: false },
      'host.example',
    ],
    ['a host without MX records', 'example.org', 'example.org', null, 'example.org'],
    ['an alias without MX records', 'host.example', 'example.org', null, 'host.example example.org'],
  ])('of %s', (_what, baseDomain, host, nextHop, names) => {
    expect(referenceNamesOf({ baseDomain, host, nextHop }).join(' ')).toBe(names);
  });

  it('gives what the example of the RFC demands', async () => {
    const record = { usage: 2, selector: 0, matchingType: 1, data: new Uint8Array(32) };
    const resolver = new MemoryResolver()
      .set(
        'mx',
        'exchange.example.org',
        [10, 15, 20].map((preference) => ({ preference, exchange: `mx${preference}.example.com` })),
        { canonicalName: 'example.com' },
      )
      .set('a', 'mx10.example.com', ['192.0.2.10'])
      .set('a', 'mx15.example.com', ['192.0.2.15'], { canonicalName: 'mxbackup.example.com' })
      .set('a', 'mx20.example.com', ['198.51.100.20'], { canonicalName: 'mxbackup.example.net' })
      .set('tlsa', '_25._tcp.mx10.example.com', [record])
      .set('tlsa', '_25._tcp.mx15.example.com', [record])
      .set('tlsa', '_25._tcp.mxbackup.example.net', [record]);

    const found = await findMailHosts(resolver, 'exchange.example.org');
    if (found.kind !== 'mx') throw new Error(found.kind);
    const names = found.hosts.map(async ({ name: host }) => {
      const { tlsa } = await findTlsa(resolver, host, 25);
      return referenceNamesOf({ baseDomain: tlsa.baseDomain, host, nextHop: found.nextHop });
    });
    expect(await Promise.all(names)).toEqual([
      ['mx10.example.com', 'exchange.example.org', 'example.com'],
      ['mx15.example.com', 'exchange.example.org', 'example.com'],
      ['mxbackup.example.net', 'exchange.example.org', 'example.com'],
    ]);
  });
});
