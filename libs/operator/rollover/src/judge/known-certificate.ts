/** The two certificates of a rollover, as the judgements need them. */
import { sameBytes } from '#dane';

import type { CertificateFacts } from '../ports.js';
import type { StoredCertificate } from '../state/stored-state.js';

export interface KnownCertificates {
  readonly current: CertificateFacts;
  readonly next: CertificateFacts;
}

export function toStored({ chain, records }: CertificateFacts): StoredCertificate {
  return { chain: chain.map((der) => Buffer.from(der).toString('base64')), records };
}

export function fromStored({ chain, records }: StoredCertificate): CertificateFacts {
  return { chain: chain.map((text) => Buffer.from(text, 'base64')), records };
}

export function sameLeaf(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  const [first] = one;
  const [second] = other;
  return first !== undefined && second !== undefined && sameBytes(first, second);
}

export function sameChain(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  return (
    one.length === other.length &&
    one.every((der, index) => {
      const counterpart = other[index];
      return counterpart !== undefined && sameBytes(der, counterpart);
    })
  );
}
