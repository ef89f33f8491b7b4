import { X509Certificate } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createCertificateAuthority } from '../certificates/certificate-authority.js';
import { associationData } from './association-data.js';
import { corruptData } from './corrupt-data.js';
import { matchTlsa } from './match-record.js';
import { sameBytes } from './tlsa-record.js';
import type { TlsaRecord } from '#dns';

const usage = fc.constantFrom(2, 3);
const selector = fc.constantFrom(0, 1);
const digest = (matchingType: 1 | 2) => {
  const length = matchingType * 32;
  return fc.uint8Array({ minLength: length, maxLength: length });
};
const digestRecord = fc
  .constantFrom(1 as const, 2 as const)
  .chain((matchingType) =>
    fc.record({ usage, selector, matchingType: fc.constant(matchingType), data: digest(matchingType) }),
  );

describe('corruptData', () => {
  it('gives the same octets for the same record', () => {
    fc.assert(
      fc.property(digestRecord, (record) => {
        expect(corruptData(record, [])).toEqual(corruptData({ ...record }, []));
      }),
    );
  });

  it('keeps the length', () => {
    fc.assert(
      fc.property(digestRecord, (record) => {
        expect(corruptData(record, [])).toHaveLength(record.data.length);
      }),
    );
  });

  it('never equals data in use, not even when its own first choice is in use', () => {
    fc.assert(
      fc.property(digestRecord, fc.array(digest(1)), (record, others) => {
        const first = corruptData(record, []);
        const second = corruptData(record, [first]);
        const inUse = [first, second, ...others, record.data];
        const corrupted = corruptData(record, inUse);
        expect(inUse.some((data) => sameBytes(data, corrupted))).toBe(false);
      }),
    );
  });

  it('does not lead back when it is applied to its own result', () => {
    fc.assert(
      fc.property(digestRecord, (record) => {
        const once = corruptData(record, []);
        const twice = corruptData({ ...record, data: once }, []);
        expect(sameBytes(twice, record.data) || sameBytes(twice, once)).toBe(false);
      }),
    );
  });

  it('gives different results for neighbours of which each is in use', () => {
    fc.assert(
      fc.property(digestRecord, fc.nat(255), fc.nat(31), (record, bits, at) => {
        fc.pre(bits !== 0);
        const other = Uint8Array.from(record.data);
        other[at] = (other[at] ?? 0) ^ bits;
        const inUse = [record.data, other];
        const a = corruptData(record, inUse);
        expect(sameBytes(a, corruptData({ ...record, data: other }, inUse))).toBe(false);
      }),
    );
  });

  it('leaves its argument as it was', () => {
    const record: TlsaRecord = { usage: 3, selector: 1, matchingType: 1, data: new Uint8Array(32).fill(7) };
    corruptData(record, []);
    expect(record.data).toEqual(new Uint8Array(32).fill(7));
  });

  it.each([0, 1] as const)('leaves whole data of selector %i well-formed', async (selected) => {
    const validity = { notBefore: new Date('2026-01-01'), notAfter: new Date('2027-01-01') };
    const ca = await createCertificateAuthority({ commonName: 'Test', rsaBits: 1024, validity });
    const { raw } = new X509Certificate(ca.certificatePem);
    const record = { usage: 3, selector: selected, matchingType: 0, data: associationData(raw, selected, 0) };
    expect(matchTlsa(record, [raw])).toEqual({ outcome: 'match', depth: 0 });

    const corrupted = { ...record, data: corruptData(record, []) };
    expect(matchTlsa(corrupted, [raw])).toEqual({ outcome: 'mismatch' });
  });
});
