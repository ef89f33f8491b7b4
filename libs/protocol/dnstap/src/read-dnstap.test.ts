import dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DnstapType } from './dnstap-schema.js';
import { readDnstap } from './read-dnstap.js';

/** What Knot DNS 3.2 wrote for `kdig +dnssec +tcp _25._tcp.r2.do.havedane.test TLSA`. */
const FROM_KNOT = Buffer.from(
  '0a02766d120e4b6e6f7420444e5320332e322e36725f08011001180222047f0000012a047f00003d3093d20238f97740d6c38bd8064d35a292315239ca2a01200001000000000001035f3235045f74637002723202646f086861766564616e650474657374000034000100002910000000800000007801',
  'hex',
);

const EDNS = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  options: [],
} as const;

function dnstap(message: object, type = 1): Buffer {
  return Buffer.from(DnstapType.encode(DnstapType.fromObject({ type, message })).finish());
}

function dnsQuery(changes: object = {}): Buffer {
  const questions = [{ type: 'TLSA', name: '_25._TCP.aBc.Do.havedane.test' }] as const;
  return dnsPacket.encode({ type: 'query', id: 7, questions: [...questions], ...changes });
}

const QUERY = {
  type: 1,
  socketProtocol: 1,
  queryAddress: Buffer.from([192, 0, 2, 53]),
  queryPort: 40_000,
  queryTimeSec: 1_800_000_000,
  queryTimeNsec: 123_999_999,
  queryMessage: dnsQuery(),
};

describe('readDnstap', () => {
  it('reads what Knot DNS writes', () => {
    expect(readDnstap(FROM_KNOT)).toEqual({
      kind: 'query',
      query: {
        at: Date.parse('2026-11-22T12:36:38.831Z'),
        name: '_25._tcp.r2.do.havedane.test',
        type: 'TLSA',
        dnssecOk: true,
        resolverAddress: '127.0.0.1',
        resolverPort: 43_283,
        transport: 'tcp',
      },
    });
  });

  it('reads a query without EDNS, and names in any case', () => {
    expect(readDnstap(dnstap(QUERY))).toEqual({
      kind: 'query',
      query: {
        at: 1_800_000_000_123,
        name: '_25._tcp.abc.do.havedane.test',
        type: 'TLSA',
        dnssecOk: false,
        resolverAddress: '192.0.2.53',
        resolverPort: 40_000,
        transport: 'udp',
      },
    });
  });

  it.each([
    [
      'an IPv6 address',
      { queryAddress: Buffer.from('20010db8000000000000000000000035', 'hex') },
      '2001:db8::35',
    ],
    [
      'an IPv4-mapped address',
      { queryAddress: Buffer.from(`${'00'.repeat(10)}ffffc0000235`, 'hex') },
      '192.0.2.53',
    ],
  ])('writes %s in its shortest form', (_name, changes, resolverAddress) => {
    expect(readDnstap(dnstap({ ...QUERY, ...changes }))).toMatchObject({ query: { resolverAddress } });
  });

  it('tells EDNS without the DO bit from EDNS with it', () => {
    const withEdns = (changes: object) =>
      readDnstap(dnstap({ ...QUERY, queryMessage: dnsQuery({ additionals: [{ ...EDNS, ...changes }] }) }));
    expect(withEdns({})).toMatchObject({ query: { dnssecOk: false } });
    expect(withEdns({ flags: dnsPacket.DNSSEC_OK })).toMatchObject({ query: { dnssecOk: true } });
  });

  it('writes an unknown type as a number', () => {
    const queryMessage = dnsQuery({ questions: [{ type: 'UNKNOWN_65280', name: 'a.test' }] });
    expect(readDnstap(dnstap({ ...QUERY, queryMessage }))).toMatchObject({ query: { type: 'TYPE65280' } });
  });

  it('replaces what does not print in a name', () => {
    const queryMessage = dnsQuery({ questions: [{ type: 'A', name: 'a\u0000\u001b[1m.test' }] });
    expect(readDnstap(dnstap({ ...QUERY, queryMessage }))).toMatchObject({
      query: { name: 'a\uFFFD\uFFFD[1m.test' },
    });
  });

  it.each([
    ['a response of an authoritative server', dnstap({ ...QUERY, type: 2 })],
    ['a query of a client', dnstap({ ...QUERY, type: 5 })],
    ['another kind of payload', dnstap(QUERY, 2)],
  ])('leaves %s alone', (_name, payload) => {
    expect(readDnstap(payload)).toEqual({ kind: 'other' });
  });

  const name = Buffer.concat([Buffer.from([63]), Buffer.alloc(63, 'a')]);
  const oversized = Buffer.concat([dnsQuery().subarray(0, 12), name, name, name, name, Buffer.alloc(5, 1)]);
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['octets that are no protobuf', Buffer.alloc(100, 0xff)],
    ['half of a message', FROM_KNOT.subarray(0, 60)],
    ['no time', dnstap({ ...QUERY, queryTimeSec: undefined })],
    ['a time that no clock shows', dnstap({ ...QUERY, queryTimeSec: 2 ** 62 })],
    ['more nanoseconds than a second has', dnstap({ ...QUERY, queryTimeNsec: 1_000_000_000 })],
    ['an address of three octets', dnstap({ ...QUERY, queryAddress: Buffer.alloc(3) })],
    ['no address', dnstap({ ...QUERY, queryAddress: undefined })],
    ['an unknown transport', dnstap({ ...QUERY, socketProtocol: 99 })],
    ['no DNS message', dnstap({ ...QUERY, queryMessage: undefined })],
    ['half a DNS message', dnstap({ ...QUERY, queryMessage: dnsQuery().subarray(0, 20) })],
    ['a name longer than 255 octets', dnstap({ ...QUERY, queryMessage: oversized })],
    ['a DNS response', dnstap({ ...QUERY, queryMessage: dnsQuery({ type: 'response' }) })],
    ['no question', dnstap({ ...QUERY, queryMessage: dnsQuery({ questions: [] }) })],
    [
      'another class',
      dnstap({
        ...QUERY,
        queryMessage: dnsQuery({ questions: [{ type: 'TXT', name: 'a.test', class: 'CH' }] }),
      }),
    ],
  ])('calls %s malformed', (_name, payload) => {
    expect(readDnstap(payload)).toMatchObject({ kind: 'malformed' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), fc.nat(255), (noise, where, octet) => {
        const damaged = Buffer.from(FROM_KNOT);
        damaged[where % damaged.length] = octet;
        for (const payload of [Buffer.from(noise), damaged, dnstap({ ...QUERY, queryMessage: noise })])
          expect(['query', 'other', 'malformed']).toContain(readDnstap(payload).kind);
      }),
    );
  });
});
