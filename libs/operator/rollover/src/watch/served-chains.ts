/** What a host presented, as a probe tells it. */
import type { ProbeAddressBody, ProbeCertificateBody, ProbeHandshakeBody, ProbeHostBody } from '#contracts';

export interface ServedChain {
  readonly address: ProbeAddressBody;
  readonly handshake: ProbeHandshakeBody;
  /** In DER, as presented, the server's own first. */
  readonly chain: readonly Uint8Array[];
}

/** One for each address and certificate: a server with one certificate shows the same in all handshakes. */
export function servedChains({ addresses }: ProbeHostBody): ServedChain[] {
  return addresses.flatMap((address) =>
    distinctHandshakes(address).map((handshake) => servedBy(address, handshake)),
  );
}

export function distinctHandshakes({ handshakes }: ProbeAddressBody): ProbeHandshakeBody[] {
  const completed = handshakes.filter(({ status }) => status === 'completed');
  return completed.filter(
    (one, index) => completed.findIndex((other) => ownSha256(other) === ownSha256(one)) === index,
  );
}

function servedBy(address: ProbeAddressBody, handshake: ProbeHandshakeBody): ServedChain {
  return { address, handshake, chain: handshake.certificates.map(der) };
}

function ownSha256({ certificates }: ProbeHandshakeBody): string | undefined {
  return certificates[0]?.sha256;
}

function der({ pem }: ProbeCertificateBody): Uint8Array {
  return Buffer.from(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');
}
