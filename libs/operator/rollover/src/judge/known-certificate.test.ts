import { describe, expect, it } from 'vitest';

import { issuerRecord, keyRecord, testChain } from '../../../../../test/support/rollover-certificates.js';

import { futureFault } from '../interlock/judge-interlock.js';
import type { Endpoint } from '../ports.js';
import { storedStateSchema } from '../state/stored-state.js';
import { judgeServed } from './judge-served.js';
import { chainAt, fromStored, toStored } from './known-certificate.js';

const HOST = 'mail.example.test';
const usual = testChain('usual', 'rsa', HOST);
const other = testChain('other', 'ecdsa', HOST);
const OTHER_NAME = `_25._tcp.${HOST}.`;
const facts = { chain: usual.chain, otherChains: { [OTHER_NAME]: other.chain }, records: [] };
const place = (tlsaName: string): Endpoint => ({
  ...{ host: HOST, port: 25, tlsOnConnect: false, expected: 'verified', tlsaName },
});

describe('a server that presents several certificates', () => {
  it('is judged at each place by the one that is presented there', () => {
    const fault = (tlsaName: string, published: string) =>
      futureFault(place(tlsaName), [published], { next: facts, mayBeUnpublished: false, now: Date.now() });
    expect(fault(OTHER_NAME, keyRecord(other))).toBeNull();
    expect(fault(OTHER_NAME, keyRecord(usual))).toMatch(/would not accept the next certificate/);
    expect(fault('_25._tcp.elsewhere.test.', keyRecord(usual))).toBeNull();
    expect(fault('_25._tcp.elsewhere.test.', keyRecord(other))).toMatch(/would not accept/);
  });

  it('has to present there the next one of that place', () => {
    const served = (chain: readonly Uint8Array[], offer: 'rsa' | 'ecdsa') =>
      judgeServed({
        placeLooks: [
          {
            place: place(OTHER_NAME),
            view: {
              kind: 'connected',
              presented: [{ where: HOST, offer, result: { kind: 'presented', chain } }],
            },
          },
        ],
        sets: new Map([
          [OTHER_NAME, [{ source: 'ns1', records: [issuerRecord(usual), issuerRecord(other)] }]],
        ]),
        next: facts,
        mayBeUnpublished: false,
        now: Date.now(),
      }).map(({ kind }) => kind);
    expect(served(other.chain, 'ecdsa')).toEqual([]);
    expect(served(usual.chain, 'ecdsa')).toEqual(['not-next']);
  });

  it('is the same when it was stored and read again', () => {
    const read = fromStored(toStored(facts));
    expect(chainAt(read, { tlsaName: OTHER_NAME }).map(hex)).toEqual(other.chain.map(hex));
    expect(chainAt(read, { tlsaName: 'another' }).map(hex)).toEqual(usual.chain.map(hex));
  });

  it('is read from the state of an earlier version, which knew one certificate', () => {
    const { chain, records } = toStored(facts);
    const stored = storedStateSchema.unwrap().shape.certificates.parse({
      current: { chain, records },
      next: { chain, records },
    });
    expect(chainAt(fromStored(stored!.next), { tlsaName: OTHER_NAME }).map(hex)).toEqual(
      usual.chain.map(hex),
    );
  });
});

function hex(der: Uint8Array): string {
  return Buffer.from(der).toString('hex');
}
