import type dnsPacket from 'dns-packet';
import { describe, expect, it } from 'vitest';

import { readRecords } from './read-records.js';

function cname(name: string, data: string, ttl = 60): dnsPacket.Answer {
  return { type: 'CNAME', class: 'IN', name, data, ttl };
}

function a(name: string, data: string, ttl = 60): dnsPacket.Answer {
  return { type: 'A', class: 'IN', name, data, ttl };
}

describe('readRecords', () => {
  it('follows aliases in any order and any case', () => {
    const answers = [
      a('C.example', '192.0.2.1', 50),
      cname('b.example', 'c.EXAMPLE.', 30),
      cname('A.example', 'B.example'),
    ];
    expect(readRecords(answers, 'a.example', 'A')).toEqual({
      kind: 'read',
      aliases: ['a.example', 'b.example'],
      canonicalName: 'c.example',
      records: ['192.0.2.1'],
      ttl: 30,
    });
  });

  it('gives the alias itself when it is asked for', () => {
    expect(readRecords([cname('a.example', 'b.example')], 'a.example', 'CNAME')).toMatchObject({
      ...{ aliases: [], canonicalName: 'a.example', records: ['b.example'] },
    });
  });

  it('ignores what does not belong to the name', () => {
    const answers = [
      a('a.example', '192.0.2.1'),
      a('x.example', '192.0.2.9'),
      cname('x.example', 'a.example'),
    ];
    expect(readRecords(answers, 'a.example', 'A')).toMatchObject({ records: ['192.0.2.1'] });
  });

  it('tells where aliases end without a record', () => {
    expect(readRecords([cname('a.example', 'b.example')], 'a.example', 'A')).toEqual({
      ...{ kind: 'read', aliases: ['a.example'], canonicalName: 'b.example', records: [], ttl: 60 },
    });
  });

  it('takes a TTL with the upper bit for zero (RFC 2181 §8)', () => {
    expect(readRecords([a('a.example', '192.0.2.1', 0x8000_0000)], 'a.example', 'A')).toMatchObject({
      ttl: 0,
    });
  });

  it.each([
    ['in a circle', [cname('a.example', 'b.example'), cname('b.example', 'a.example')]],
    ['to itself', [cname('a.example', 'a.example')]],
    ['to two places', [cname('a.example', 'b.example'), cname('a.example', 'c.example')]],
  ])('refuses aliases that lead %s', (_where, answers) => {
    expect(readRecords(answers, 'a.example', 'A').kind).toBe('malformed');
  });
});
