import type { ProbeCertificateBody, ProbeHandshakeBody, ProbeHostBody } from '#contracts';

/** One list of certificates as a host presents it, however often it did. */
export interface PresentedChain {
  readonly certificates: readonly ProbeCertificateBody[];
  readonly addresses: readonly string[];
}

/** The different chains of a host, in the order in which they came. */
export function presentedChains(host: ProbeHostBody): PresentedChain[] {
  const chains = new Map<string, { certificates: ProbeCertificateBody[]; addresses: Set<string> }>();
  for (const { address, handshakes } of host.addresses) {
    for (const { certificates } of handshakes) {
      if (certificates.length === 0) continue;
      const key = keyOf(certificates);
      const chain = chains.get(key) ?? { certificates, addresses: new Set() };
      chain.addresses.add(address);
      chains.set(key, chain);
    }
  }
  return [...chains.values()].map(({ certificates, addresses }) => ({
    certificates,
    addresses: [...addresses],
  }));
}

/** Which of the chains the handshake got, from 1; null when none. */
export function chainNumber(
  chains: readonly PresentedChain[],
  { certificates }: Pick<ProbeHandshakeBody, 'certificates'>,
): number | null {
  const index = chains.findIndex((chain) => keyOf(chain.certificates) === keyOf(certificates));
  return index < 0 ? null : index + 1;
}

function keyOf(certificates: readonly ProbeCertificateBody[]): string {
  return certificates.map(({ sha256 }) => sha256).join();
}
