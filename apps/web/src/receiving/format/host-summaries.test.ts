import { describe, expect, it } from 'vitest';

import '../../shared/in-english.js';

import { STORIES } from '../../../../../test/support/probe-stories.js';
import { host } from '../../../../../test/support/probe-story-parts.js';
import { chainNumber, presentedChains } from './presented-chains.js';
import { summarizeRecords } from './record-summary.js';

const broken = STORIES.mismatch('a.example').hosts[0]!;

describe('summarizeRecords', () => {
  it('says of each record in how many handshakes it matched', () => {
    expect(summarizeRecords(host('mx.example')).map(({ words, reason }) => [words, reason])).toEqual([
      ['Matches in 2 of 6 handshakes', null],
      ['Matches in 4 of 6 handshakes', null],
    ]);
  });

  it('gives the reason and its section when a record matches nothing', () => {
    expect(summarizeRecords(broken)).toMatchObject([
      {
        words: 'Matches nothing',
        reason: expect.stringContaining('public key') as string,
        rfc: 'RFC 7671 §5.1',
      },
    ]);
  });

  it('tells an unusable record from one that was never compared', () => {
    const [first] = broken.addresses;
    const unusable = first!.handshakes.map((one) => ({
      ...one,
      records: one.records.map((record) => ({ ...record, result: 'unusable' as const, reason: 'why' })),
    }));
    const words = (addresses: typeof broken.addresses) =>
      summarizeRecords({ ...broken, addresses }).map((summary) => summary.words);
    expect(words([{ ...first!, handshakes: unusable }])).toEqual(['Unusable']);
    expect(words([])).toEqual(['Not compared']);
  });
});

describe('presentedChains', () => {
  it('has each chain once, with the addresses that present it', () => {
    const two = host('mx.example');
    const chains = presentedChains(two);
    expect(chains.map(({ certificates, addresses }) => [certificates[0]?.key, addresses])).toEqual([
      ['ECDSA P-256', ['192.0.2.25', '2001:db8:4:2::25']],
      ['RSA 2048', ['192.0.2.25', '2001:db8:4:2::25']],
    ]);
    expect(two.addresses[0]!.handshakes.map((one) => chainNumber(chains, one))).toEqual([1, 2, 1]);
    expect(chainNumber(chains, { certificates: [] })).toBeNull();
  });
});
