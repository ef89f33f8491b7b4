import { describe, expect, it } from 'vitest';

import { MemoryResolver, SAID } from '../../../../../test/support/memory-resolver.js';
import type { TlsaRecord } from '#dns';
import { findTlsa } from './find-tlsa.js';

const HOST = 'mx.example.org';
const TARGET = 'host.example.net';
const AT_HOST = `_25._tcp.${HOST}`;
const AT_TARGET = `_25._tcp.${TARGET}`;
const RECORD: TlsaRecord = { usage: 3, selector: 1, matchingType: 1, data: new Uint8Array(32) };
const UNUSABLE: TlsaRecord = { ...RECORD, usage: 9 };
const INSECURE = { secure: false };

const tlsaQuestions = ({ asked }: MemoryResolver) => asked.filter((question) => question.startsWith('tlsa '));
const plain = (secure = true) => new MemoryResolver().set('a', HOST, ['192.0.2.1'], { secure });

/** An alias with addresses at its target. */
const alias = (secure = true) =>
  new MemoryResolver().set('a', HOST, ['192.0.2.1'], { secure, canonicalName: TARGET });

describe('findTlsa at a host that is no alias (RFC 7672 §2.2.2)', () => {
  it('finds the records of a secure host', async () => {
    const resolver = plain().set('aaaa', HOST, ['2001:db8::1']).set('tlsa', AT_HOST, [RECORD, UNUSABLE]);
    expect(await findTlsa(resolver, 'MX.Example.org.', 25)).toEqual({
      host: {
        host: HOST,
        canonicalName: HOST,
        addresses: [
          { address: '192.0.2.1', family: 4 },
          { address: '2001:db8::1', family: 6 },
        ],
        secure: true,
        faults: [],
        nameExists: true,
      },
      tlsa: {
        kind: 'secure',
        baseDomain: HOST,
        name: AT_HOST,
        canonicalName: AT_HOST,
        records: [RECORD, UNUSABLE],
        ttl: 300,
      },
    });
    expect(resolver.asked).toEqual([`a ${HOST}`, `aaaa ${HOST}`, `tlsa ${AT_HOST}`]);
  });

  it('asks for the port that is connected to', async () => {
    const resolver = plain().set('tlsa', `_587._tcp.${HOST}`, [RECORD]);
    expect((await findTlsa(resolver, HOST, 587)).tlsa).toMatchObject({ kind: 'secure' });
  });

  it('asks for addresses of one family only, when told so', async () => {
    const resolver = plain().set('tlsa', AT_HOST, [RECORD]);
    await findTlsa(resolver, HOST, 25, [4]);
    expect(resolver.asked).toEqual([`a ${HOST}`, `tlsa ${AT_HOST}`]);
  });

  it('counts a set of records that cannot be used: it demands TLS (§2.2)', async () => {
    const { tlsa } = await findTlsa(plain().set('tlsa', AT_HOST, [UNUSABLE]), HOST, 25);
    expect(tlsa).toMatchObject({ kind: 'secure', records: [UNUSABLE] });
  });

  it('does not ask where the addresses are insecure: broken load balancers fail on such questions', async () => {
    const resolver = plain(false).set('tlsa', AT_HOST, [RECORD]);
    expect((await findTlsa(resolver, HOST, 25)).tlsa).toEqual({
      ...{ kind: 'not-asked', reason: 'insecure-address', baseDomain: HOST, name: AT_HOST },
    });
    expect(tlsaQuestions(resolver)).toEqual([]);
  });

  it('does not ask where there is no address', async () => {
    const resolver = new MemoryResolver().set('tlsa', AT_HOST, [RECORD]);
    const { host, tlsa } = await findTlsa(resolver, HOST, 25);
    expect(host).toMatchObject({ addresses: [], secure: false, nameExists: false });
    expect(tlsa).toMatchObject({ kind: 'not-asked', reason: 'no-address' });
    expect(tlsaQuestions(resolver)).toEqual([]);
  });

  it.each([true, false])('tells that there are none, proven: %s', async (secure) => {
    const resolver = new MemoryResolver(secure).set('a', HOST, ['192.0.2.1']);
    expect((await findTlsa(resolver, HOST, 25)).tlsa).toEqual({
      ...{ kind: 'none', baseDomain: HOST, name: AT_HOST, secure },
    });
  });

  it('tells records that nothing vouches for from those that count', async () => {
    const resolver = plain().set('tlsa', AT_HOST, [RECORD], INSECURE);
    expect((await findTlsa(resolver, HOST, 25)).tlsa).toMatchObject({ kind: 'insecure', records: [RECORD] });
  });

  it('keeps the base domain where the records are behind an alias (§2.2.3)', async () => {
    const shared = 'tlsa201._dane.example.org';
    const resolver = plain().set('tlsa', AT_HOST, [RECORD], { canonicalName: shared });
    expect((await findTlsa(resolver, HOST, 25)).tlsa).toMatchObject({
      ...{ kind: 'secure', baseDomain: HOST, name: AT_HOST, canonicalName: shared },
    });
  });
});

describe('findTlsa when DNS fails (RFC 7672 §2.1.2)', () => {
  const KINDS = ['bogus', 'failed'] as const;

  it.each(KINDS)('treats the host as unreachable: records %s', async (kind) => {
    const { tlsa } = await findTlsa(plain().fail('tlsa', AT_HOST, kind), HOST, 25);
    expect(tlsa).toEqual({ kind, baseDomain: HOST, name: AT_HOST, ...SAID });
  });

  it.each(KINDS)('treats the host as unreachable: addresses %s', async (kind) => {
    const resolver = new MemoryResolver().fail('a', HOST, kind).set('tlsa', AT_HOST, [RECORD]);
    const { host, tlsa } = await findTlsa(resolver, HOST, 25);
    expect(host.faults).toEqual([{ family: 4, kind, ...SAID }]);
    expect(tlsa).toEqual({ kind, baseDomain: HOST, name: HOST, ...SAID });
    expect(tlsaQuestions(resolver)).toEqual([]);
  });

  it.each(KINDS)('goes on with the addresses of the other family: %s', async (kind) => {
    const resolver = plain().fail('aaaa', HOST, kind).set('tlsa', AT_HOST, [RECORD]);
    const { host, tlsa } = await findTlsa(resolver, HOST, 25);
    expect(host).toMatchObject({ secure: true, faults: [{ family: 6, kind }] });
    expect(tlsa.kind).toBe('secure');
  });

  it.each(KINDS)('goes no further after an error at the first name: %s', async (kind) => {
    const resolver = alias().fail('tlsa', AT_TARGET, kind).set('tlsa', AT_HOST, [RECORD]);
    expect((await findTlsa(resolver, HOST, 25)).tlsa).toMatchObject({ kind, name: AT_TARGET });
    expect(tlsaQuestions(resolver)).toEqual([`tlsa ${AT_TARGET}`]);
  });

  it.each(KINDS)(
    'is not content with nothing at the first name and an error at the second: %s',
    async (kind) => {
      const resolver = alias().fail('tlsa', AT_HOST, kind);
      expect((await findTlsa(resolver, HOST, 25)).tlsa).toMatchObject({ kind, name: AT_HOST });
    },
  );

  it.each(KINDS)('does not ask on when the first alias cannot be looked up: %s', async (kind) => {
    const resolver = alias(false).fail('cname', HOST, kind).set('tlsa', AT_HOST, [RECORD]);
    expect((await findTlsa(resolver, HOST, 25)).tlsa).toMatchObject({ kind, baseDomain: HOST, name: HOST });
    expect(tlsaQuestions(resolver)).toEqual([]);
  });
});

describe('findTlsa at an alias that is secure to its end (RFC 7672 §2.2.2)', () => {
  it('prefers where the aliases lead, and asks nowhere else', async () => {
    const resolver = alias().set('tlsa', AT_TARGET, [RECORD]).set('tlsa', AT_HOST, [UNUSABLE]);
    expect((await findTlsa(resolver, HOST, 25)).tlsa).toMatchObject({
      ...{ kind: 'secure', baseDomain: TARGET, name: AT_TARGET, records: [RECORD] },
    });
    expect(tlsaQuestions(resolver)).toEqual([`tlsa ${AT_TARGET}`]);
  });

  it('asks at the name itself when there are none there', async () => {
    const resolver = alias().set('tlsa', AT_HOST, [RECORD]);
    expect((await findTlsa(resolver, HOST, 25)).tlsa).toMatchObject({ kind: 'secure', baseDomain: HOST });
    expect(tlsaQuestions(resolver)).toEqual([`tlsa ${AT_TARGET}`, `tlsa ${AT_HOST}`]);
  });

  it('asks at the name itself when those there are insecure', async () => {
    const resolver = alias().set('tlsa', AT_TARGET, [UNUSABLE], INSECURE).set('tlsa', AT_HOST, [RECORD]);
    expect((await findTlsa(resolver, HOST, 25)).tlsa).toMatchObject({ kind: 'secure', baseDomain: HOST });
  });

  it('tells of none at both', async () => {
    expect((await findTlsa(alias(), HOST, 25)).tlsa).toEqual({
      ...{ kind: 'none', baseDomain: TARGET, name: AT_TARGET, secure: true },
    });
  });

  it.each([
    [AT_TARGET, TARGET],
    [AT_HOST, HOST],
  ])('tells of insecure records at %s rather than of none at the other name', async (name, baseDomain) => {
    const resolver = alias().set('tlsa', name, [RECORD], INSECURE);
    expect((await findTlsa(resolver, HOST, 25)).tlsa).toMatchObject({ kind: 'insecure', baseDomain });
  });
});

describe('findTlsa at an alias that ends insecurely (RFC 7672 §2.1.3, §2.2.2)', () => {
  it('asks at the name itself when the first alias is secure', async () => {
    const resolver = alias(false)
      .set('cname', HOST, [TARGET])
      .set('tlsa', AT_TARGET, [UNUSABLE])
      .set('tlsa', AT_HOST, [RECORD]);
    expect((await findTlsa(resolver, HOST, 25)).tlsa).toMatchObject({ kind: 'secure', baseDomain: HOST });
    expect(tlsaQuestions(resolver)).toEqual([`tlsa ${AT_HOST}`]);
  });

  it('does not ask when the first alias is insecure', async () => {
    const resolver = alias(false).set('cname', HOST, [TARGET], INSECURE).set('tlsa', AT_HOST, [RECORD]);
    expect((await findTlsa(resolver, HOST, 25)).tlsa).toMatchObject({
      ...{ kind: 'not-asked', reason: 'insecure-address' },
    });
    expect(tlsaQuestions(resolver)).toEqual([]);
  });
});

describe('findTlsa for an address (RFC 7672 §2.2)', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1', 4],
    ['[192.0.2.1]', '192.0.2.1', 4],
    ['2001:db8::1', '2001:db8::1', 6],
    ['[IPv6:2001:db8::1]', '2001:db8::1', 6],
  ])('asks nothing: %s', async (text, address, family) => {
    const resolver = new MemoryResolver();
    const { host, tlsa } = await findTlsa(resolver, text, 25);
    expect(host).toMatchObject({ host: address, addresses: [{ address, family }], secure: false });
    expect(tlsa).toMatchObject({ kind: 'not-asked', reason: 'address-literal' });
    expect(resolver.asked).toEqual([]);
  });
});
