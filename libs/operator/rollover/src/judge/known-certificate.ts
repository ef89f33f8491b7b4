/** The two certificates of a rollover, as the judgements need them. */
import { sameBytes } from '#dane';

import type { CertificateFacts, Endpoint } from '../ports.js';
import type { StoredCertificate } from '../state/stored-state.js';

export interface KnownCertificates {
  readonly current: CertificateFacts;
  readonly next: CertificateFacts;
}

export function toStored({ chain, otherChains = {}, records }: CertificateFacts): StoredCertificate {
  const stored = (ders: readonly Uint8Array[]) => ders.map((der) => Buffer.from(der).toString('base64'));
  return { chain: stored(chain), otherChains: mapped(otherChains, stored), records };
}

export function fromStored({ chain, otherChains, records }: StoredCertificate): CertificateFacts {
  const ders = (texts: readonly string[]) => texts.map((text) => Buffer.from(text, 'base64'));
  return { chain: ders(chain), otherChains: mapped(otherChains, ders), records };
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

/** What is presented at that place. */
export function chainAt(
  { chain, otherChains }: CertificateFacts,
  { tlsaName }: Pick<Endpoint, 'tlsaName'>,
): readonly Uint8Array[] {
  return otherChains?.[tlsaName] ?? chain;
}

export function chainsOf({ chain, otherChains = {} }: CertificateFacts): (readonly Uint8Array[])[] {
  return [chain, ...Object.values(otherChains)];
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
