import { describe, expect, it } from 'vitest';

import type { DnsLookup } from './dns-lookup.js';
import { lookUpConfirmedDomain, lookUpReverseName, lookUpSpf } from './address-lookups.js';

type Zone = Readonly<Record<string, readonly unknown[]>>;

/** Answers from a table of `TYPE name`; what is not in it does not exist, and `SERVFAIL` fails. */
function dnsOf(zone: Zone): DnsLookup {
  return async (name, type) => {
    const records = zone[`${type} ${name}`];
    if (records?.[0] === 'SERVFAIL') throw Object.assign(new Error('it fails'), { code: 'ESERVFAIL' });
    if (records === undefined) throw Object.assign(new Error('there is none'), { code: 'ENOTFOUND' });
    return records;
  };
}

describe('lookUpReverseName', () => {
  it.each([
    ['192.0.2.10', '10.2.0.192.in-addr.arpa'],
    ['2001:db8::1', `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`],
  ])('asks for that of %s', async (address, name) => {
    expect(await lookUpReverseName(dnsOf({ [`PTR ${name}`]: ['mx1.example.net'] }), address)).toBe(
      'mx1.example.net',
    );
  });

  it('knows none where there is none, and rejects where DNS fails', async () => {
    expect(await lookUpReverseName(dnsOf({}), '192.0.2.10')).toBeNull();
    const failing = dnsOf({ 'PTR 10.2.0.192.in-addr.arpa': ['SERVFAIL'] });
    await expect(lookUpReverseName(failing, '192.0.2.10')).rejects.toThrow('it fails');
  });
});

describe('lookUpConfirmedDomain', () => {
  const dns = dnsOf({
    'A mx1.example.co.uk': ['192.0.2.9', '192.0.2.10'],
    'AAAA mx1.example.co.uk': ['2001:DB8:0:0::10'],
    'A customer.github.io': ['192.0.2.10'],
    'A co.uk': ['192.0.2.10'],
    'A localhost': ['192.0.2.10'],
  });

  it.each([
    ['192.0.2.10', 'mx1.example.co.uk', 'example.co.uk'],
    ['2001:db8::10', 'mx1.example.co.uk', 'example.co.uk'],
    // What customers are given is no system: each is a domain of its own.
    ['192.0.2.10', 'customer.github.io', 'customer.github.io'],
    ['192.0.2.11', 'mx1.example.co.uk', null],
    ['192.0.2.10', 'mx2.example.co.uk', null],
    ['192.0.2.10', 'co.uk', null],
    ['192.0.2.10', 'localhost', null],
    ['192.0.2.10', '[192.0.2.10]', null],
    ['192.0.2.10', '', null],
  ])('of %s as %j is %j', async (address, name, domain) => {
    const link = await lookUpConfirmedDomain(dns, address, name);
    expect(link).toEqual(domain === null ? null : { evidence: 'forward-confirmed', domain });
  });
});

describe('lookUpSpf', () => {
  const link = (domain: string) => ({ evidence: 'spf', domain });
  const dns = dnsOf({
    'TXT listed.example': [['v=spf1 ip4:192.0.2.0/28 include:pool.', 'example -all']],
    'TXT pool.example': [['v=spf1 ip6:2001:db8::/48 ~all']],
    'TXT everybody.example': [['v=spf1 +all']],
    'TXT half.example': [['v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all']],
    'TXT two.example': [['v=spf1 +all'], ['v=spf1 -all']],
    'TXT loop.example': [['v=spf1 include:loop.example -all']],
    'TXT other.example': [['a'.repeat(5_000)], ['v=spf1 ip4:192.0.2.10 -all']],
    'TXT long.example': [[`v=spf1 ip4:192.0.2.10 exists:a.${'a'.repeat(300)} -all`]],
    'TXT broken.example': [['v=spf1 ip4:nonsense -all']],
  });

  it.each([
    ['192.0.2.10', 'listed.example', true],
    ['2001:db8::1', 'listed.example', true],
    ['198.51.100.1', 'listed.example', false],
    ['2001:db9::1', 'listed.example', false],
    // Who authorises everybody says nothing about anybody.
    ['192.0.2.10', 'everybody.example', false],
    ['192.0.2.10', 'half.example', false],
    ['192.0.2.10', 'two.example', false],
    ['192.0.2.10', 'loop.example', false],
    ['192.0.2.10', 'other.example', true],
    ['192.0.2.10', 'long.example', false],
    ['192.0.2.10', 'broken.example', false],
    ['192.0.2.10', 'none.example', false],
  ])('of %s for %s: %j', async (address, domain, isAuthorised) => {
    expect(await lookUpSpf(dns, address, domain)).toEqual(isAuthorised ? link(domain) : null);
  });
});
