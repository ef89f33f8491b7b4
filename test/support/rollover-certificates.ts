/** Chains of certificates to roll over, and the records for them. */
import { formatTlsa, tlsaRecord } from '#dane';

import { issueCertificate, type TestCertificate } from './x509.js';

export interface TestChain {
  readonly label: string;
  readonly kind: 'rsa' | 'ecdsa';
  readonly chain: readonly Uint8Array[];
  readonly leaf: TestCertificate;
}

const ISSUER = issueCertificate({ name: 'Test CA', ca: true, keyUsage: 0x04 });

export function testChain(
  label: string,
  kind: 'rsa' | 'ecdsa',
  host: string,
  from: { readonly keyOf?: TestChain; readonly notBefore?: Date; readonly notAfter?: Date } = {},
): TestChain {
  const leaf = issueCertificate({
    name: host,
    issuer: ISSUER,
    key: kind,
    ...(from.keyOf === undefined ? {} : { keyOf: from.keyOf.leaf }),
    dnsNames: [host],
    ca: false,
    keyUsage: 0x80,
    notBefore: from.notBefore ?? new Date('2020-01-01'),
    notAfter: from.notAfter ?? new Date('2040-01-01'),
  });
  return { label, kind, chain: [leaf.der, ISSUER.der], leaf };
}

/** `3 1 1`, of the key. */
export function keyRecord({ chain: [leaf] }: TestChain): string {
  return formatTlsa(tlsaRecord(3, 1, 1, leaf!));
}

/** `3 1 2`, of the key. */
export function strongKeyRecord({ chain: [leaf] }: TestChain): string {
  return formatTlsa(tlsaRecord(3, 1, 2, leaf!));
}

/** `2 1 1`, of the issuer. */
export function issuerRecord({ chain: [, issuer] }: TestChain): string {
  return formatTlsa(tlsaRecord(2, 1, 1, issuer!));
}

/** The same record with its last digit changed: it matches nothing. */
export function wrongRecord(data: string): string {
  return `${data.slice(0, -1)}${data.endsWith('0') ? '1' : '0'}`;
}
