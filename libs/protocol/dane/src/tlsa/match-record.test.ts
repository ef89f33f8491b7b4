import { X509Certificate } from 'node:crypto';

import { beforeAll, describe, expect, it } from 'vitest';

import { createCertificateAuthority } from '../certificates/certificate-authority.js';
import { createServerCertificate } from '../certificates/server-certificate.js';
import { associationData } from './association-data.js';
import { matchTlsa } from './match-record.js';

const validity = { notBefore: new Date('2026-01-01'), notAfter: new Date('2027-01-01') };
let chain: Uint8Array[];

beforeAll(async () => {
  const ca = await createCertificateAuthority({ commonName: 'Test', rsaBits: 1024, validity });
  const leaf = await createServerCertificate(ca, {
    names: ['mx.example.org'],
    key: { kind: 'rsa', bits: 1024 },
    validity,
  });
  chain = [leaf, ca].map(({ certificatePem }) => new X509Certificate(certificatePem).raw);
});

const SELECTORS = [0, 1] as const;
const MATCHING_TYPES = [0, 1, 2] as const;
const COMBINATIONS = SELECTORS.flatMap((selector) =>
  MATCHING_TYPES.map((matchingType) => ({ selector, matchingType })),
);

describe.each(COMBINATIONS)('matchTlsa with $selector $matchingType', ({ selector, matchingType }) => {
  const record = (usage: number, depth: number) => ({
    usage,
    selector,
    matchingType,
    data: associationData(chain[depth]!, selector, matchingType),
  });

  it('matches DANE-EE with the first certificate only', () => {
    expect(matchTlsa(record(3, 0), chain)).toEqual({ outcome: 'match', depth: 0 });
    expect(matchTlsa(record(3, 1), chain)).toEqual({ outcome: 'mismatch' });
  });

  it('matches DANE-TA with an issuer only', () => {
    expect(matchTlsa(record(2, 1), chain)).toEqual({ outcome: 'match', depth: 1 });
    expect(matchTlsa(record(2, 0), chain)).toEqual({ outcome: 'mismatch' });
  });

  it('does not match DANE-TA when the issuer was not sent', () => {
    expect(matchTlsa(record(2, 1), chain.slice(0, 1))).toEqual({ outcome: 'mismatch' });
  });

  it('finds data that is cut off unusable', () => {
    const { data, ...rest } = record(3, 0);
    const result = matchTlsa({ ...rest, data: data.subarray(0, -1) }, chain);
    expect(result).toEqual({ outcome: 'unusable', reason: 'malformed-data' });
  });
});

describe('matchTlsa', () => {
  const data = new Uint8Array(32);

  it.each([
    [{ usage: 0, selector: 1, matchingType: 1, data }, 'pkix-usage'],
    [{ usage: 1, selector: 1, matchingType: 1, data }, 'pkix-usage'],
    [{ usage: 4, selector: 1, matchingType: 1, data }, 'unknown-usage'],
    [{ usage: 255, selector: 1, matchingType: 1, data }, 'unknown-usage'],
    [{ usage: 3, selector: 2, matchingType: 1, data }, 'unknown-selector'],
    [{ usage: 3, selector: 1, matchingType: 3, data }, 'unknown-matching-type'],
    [{ usage: 3, selector: 1, matchingType: 2, data }, 'malformed-data'],
    [{ usage: 3, selector: 0, matchingType: 0, data }, 'malformed-data'],
    [{ usage: 3, selector: 1, matchingType: 0, data }, 'malformed-data'],
  ])('finds %j unusable: %s', (record, reason) => {
    expect(matchTlsa(record, chain)).toEqual({ outcome: 'unusable', reason });
  });

  it('finds no match in an empty chain or in one of bytes that are no certificates', () => {
    const record = { usage: 3, selector: 1, matchingType: 1, data };
    expect(matchTlsa(record, [])).toEqual({ outcome: 'mismatch' });
    expect(matchTlsa(record, [new Uint8Array(20)])).toEqual({ outcome: 'mismatch' });
  });
});
