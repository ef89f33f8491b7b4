/** What a host presented, as a probe tells it. */
import type { ProbeAddress, ProbeCertificate, ProbeHandshake, ProbeHost } from '#probe';

export interface ServedChain {
  readonly address: ProbeAddress;
  readonly handshake: ProbeHandshake;
  /** In DER, as presented, the server's own first. */
  readonly chain: readonly Uint8Array[];
}

/** One for each address and certificate: a server with one certificate shows the same in all handshakes. */
export function servedChains({ addresses }: ProbeHost): ServedChain[] {
  return addresses.flatMap((address) =>
    distinctHandshakes(address).map((handshake) => servedBy(address, handshake)),
  );
}

export function distinctHandshakes({ handshakes }: ProbeAddress): ProbeHandshake[] {
  const completed = handshakes.filter(({ status }) => status === 'completed');
  return completed.filter(
    (one, index) => completed.findIndex((other) => ownSha256(other) === ownSha256(one)) === index,
  );
}

function servedBy(address: ProbeAddress, handshake: ProbeHandshake): ServedChain {
  return { address, handshake, chain: handshake.certificates.map(der) };
}

function ownSha256({ certificates }: ProbeHandshake): string | undefined {
  return certificates[0]?.sha256;
}

function der({ pem }: ProbeCertificate): Uint8Array {
  return Buffer.from(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');
}

/** Lines of a zone file for the keys that are served and not published: 3 1 1, which holds whatever comes of dates and names. */
export function missingRecords(
  { tlsa }: ProbeHost,
  served: readonly ServedChain[],
  published: readonly string[],
): string[] {
  const wanted = served.flatMap(({ handshake }) => {
    const [own] = handshake.certificates;
    // What cannot be read has no digest.
    return own === undefined || own.publicKeySha256 === '' ? [] : [`3 1 1 ${own.publicKeySha256}`];
  });
  return [...new Set(wanted)]
    .filter((record) => !published.includes(record))
    .map((record) => `${tlsa.name}. IN TLSA ${record}`);
}
