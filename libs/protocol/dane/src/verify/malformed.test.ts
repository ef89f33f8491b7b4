/** Servers and zones send anything. Nothing of it throws, and nothing of it authenticates whom it should not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { issueCertificate } from '../../../../../test/support/x509.js';
import { tlsaRecord } from '../tlsa/association-data.js';
import { parseTlsa } from '../tlsa/presentation-format.js';
import type { TlsaRecord } from '#dns';
import { describeCertificate } from './describe-certificate.js';
import { verifyDane } from './verify-dane.js';

const NAME = 'mx.example.org';
const NOW = Date.parse('2026-06-01');
const root = issueCertificate({ name: 'Root', ca: true });
const leaf = issueCertificate({ name: 'leaf', issuer: root, dnsNames: [NAME] });
const MATCHING_TYPES = [0, 1, 2] as const;
const SELECTORS = [0, 1] as const;

const octet = fc.nat(255);
const anyRecord: fc.Arbitrary<TlsaRecord> = fc.record({
  usage: octet,
  selector: octet,
  matchingType: octet,
  data: fc.uint8Array({ maxLength: 100 }),
});
/** With parameters that are known, so that the data is looked at. */
const knownRecord: fc.Arbitrary<TlsaRecord> = fc.record({
  usage: fc.constantFrom(2, 3),
  selector: fc.constantFrom(...SELECTORS),
  matchingType: fc.constantFrom(...MATCHING_TYPES),
  data: fc.oneof(
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc.uint8Array({ minLength: 64, maxLength: 64 }),
    changed(leaf.der),
    changed(root.der),
  ),
});

/** The bytes with some changed, and maybe cut off or with a tail. */
function changed(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(bytes.length - 1), octet);
  return fc
    .tuple(fc.array(change, { minLength: 1, maxLength: 4 }), fc.option(fc.nat(bytes.length + 3)))
    .map(([changes, length]) => {
      const copy = Uint8Array.from(bytes);
      for (const [place, value] of changes) copy[place] = value;
      if (length === null) return copy;
      return Uint8Array.from({ length }, (_, index) => copy[index] ?? 0);
    });
}

const anyCertificate = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  changed(leaf.der),
  changed(root.der),
  fc.constantFrom(leaf.der, root.der),
);

function verify(records: readonly TlsaRecord[], chain: readonly Uint8Array[]) {
  return verifyDane({ records, chain, referenceNames: [NAME], now: NOW });
}

describe('whatever comes', () => {
  it('verifyDane judges every record', () => {
    const records = fc.array(fc.oneof(anyRecord, knownRecord), { maxLength: 4 });
    fc.assert(
      fc.property(records, fc.array(anyCertificate, { maxLength: 4 }), (set, chain) => {
        const { outcome, records: results } = verify(set, chain);
        expect(results.map(({ record }) => record)).toEqual(set);
        expect(outcome === 'verified').toBe(results.some(({ result }) => result === 'match'));
        for (const { result, fault } of results) expect(fault === null).toBe(result === 'match');
      }),
      { numRuns: 150 },
    );
  });

  it('describeCertificate describes it or says that it cannot', () => {
    fc.assert(
      fc.property(anyCertificate, (der) => {
        const { kind, pem } = describeCertificate(der);
        expect(['described', 'unreadable']).toContain(kind);
        expect(Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64')).toEqual(Buffer.from(der));
      }),
      { numRuns: 150 },
    );
  });

  it('parseTlsa reads it or gives a reason', () => {
    const words = fc.array(fc.oneof(fc.string(), fc.constantFrom('3', '1', '256', 'ab')), { maxLength: 6 });
    fc.assert(
      fc.property(words, (parts) => {
        const parsed = parseTlsa(parts.join(' '));
        if (!parsed.ok) expect(parsed.reason).toMatch(/^the /);
        else expect(parsed.record.data.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a certificate that was changed', () => {
  it('never matches the record of the right one, but for what the record does not hold', () => {
    const isSame = (der: Uint8Array) => Buffer.compare(der, leaf.der) === 0;
    fc.assert(
      fc.property(changed(leaf.der), fc.constantFrom(...MATCHING_TYPES), (der, matchingType) => {
        fc.pre(!isSame(der));
        expect(verify([tlsaRecord(3, 0, matchingType, leaf.der)], [der]).outcome).toBe('mismatch');
      }),
      { numRuns: 150 },
    );
  });

  it('of every length is refused', () => {
    const lengths = Array.from({ length: leaf.der.length }, (_, length) => length);
    for (const length of lengths) {
      expect(verify([tlsaRecord(3, 1, 1, leaf.der)], [leaf.der.subarray(0, length)]).outcome).toBe(
        'mismatch',
      );
    }
  });
});

describe('the data of a record', () => {
  it('is unusable at every wrong length', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.constantFrom(1, 2),
        fc.constantFrom(2, 3),
        (length, matchingType, usage) => {
          const right = matchingType === 1 ? 32 : 64;
          const { outcome } = verify(
            [{ usage, selector: 1, matchingType, data: new Uint8Array(length) }],
            [leaf.der],
          );
          expect(outcome).toBe(length === right ? 'mismatch' : 'unusable');
        },
      ),
    );
  });

  it('with one bit changed matches nothing', () => {
    const kinds = fc.tuple(fc.constantFrom(...SELECTORS), fc.constantFrom(1, 2), fc.nat(63), fc.nat(7));
    fc.assert(
      fc.property(kinds, ([selector, matchingType, place, bit]) => {
        const record = tlsaRecord(3, selector, matchingType, leaf.der);
        const data = Uint8Array.from(record.data);
        const at = place % data.length;
        data[at] = (data[at] ?? 0) ^ (1 << bit);
        expect(verify([{ ...record, data }], [leaf.der, root.der]).outcome).toBe('mismatch');
      }),
    );
  });
});
