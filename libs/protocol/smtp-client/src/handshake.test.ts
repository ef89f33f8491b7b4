import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';

import { expect, it } from 'vitest';

import { presentedChain } from './handshake.js';

function presenting(certificates: readonly Uint8Array[]): TLSSocket {
  let certificate: Partial<X509Certificate> | undefined;
  for (const raw of certificates.toReversed()) {
    certificate = { raw: Buffer.from(raw), issuerCertificate: certificate as X509Certificate };
  }
  return { getPeerX509Certificate: () => certificate } as unknown as TLSSocket;
}

it.each([
  [0, 0],
  [3, 3],
  [64, 64],
  [65, 64],
  [200, 64],
])('of %d presented certificates the first %d are looked at', (count, expected) => {
  const certificates = Array.from({ length: count }, (_, index) => Uint8Array.of(0x04, 1, index));
  expect(presentedChain(presenting(certificates))).toEqual(certificates.slice(0, expected));
});

it('certificates are looked at as far as they have no more than 4096 values together', () => {
  const ofValues = (count: number) => {
    const content = Buffer.alloc(2 * (count - 1), Buffer.from([0x05, 0x00]));
    return Uint8Array.from([0x30, 0x82, content.length >> 8, content.length & 0xff, ...content]);
  };
  const chain = [ofValues(2_000), ofValues(2_000), ofValues(96), ofValues(2), ofValues(2)];
  expect(presentedChain(presenting(chain))).toEqual(chain.slice(0, 3));
  // What has more by itself is not parsed, and costs nothing.
  const beyond = [ofValues(2_049), ofValues(2_000), ofValues(3_000), ofValues(2_000)];
  expect(presentedChain(presenting(beyond))).toEqual(beyond);
});
