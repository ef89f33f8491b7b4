/** TLSA records for what is served, to be put into the zone. */
import { formatTlsa, MATCHING_TYPE, SELECTOR, tlsaRecord, USAGE } from '#dane';

import type { DescribedHandshake } from '../address/describe-handshake.js';

export interface Suggestion {
  /** A line of a zone file. */
  readonly line: string;
  /** Whether it describes an issuer, which must not be learnt from a connection. */
  readonly isAnchor: boolean;
}

/**
 * 3 1 1 for each certificate that is served, 2 1 1 for the issuers that are sent along: what RFC 7672 §3.1 recommends.
 *
 * @param name where the records belong: `_25._tcp.mx.example.org`
 */
export function suggestRecords(
  name: string,
  handshakes: readonly Pick<DescribedHandshake, 'body' | 'chain'>[],
): Suggestion[] {
  const readable = handshakes.flatMap(({ chain, body }) =>
    chain.flatMap((der, depth) => {
      const certificate = body.certificates[depth];
      return certificate === undefined || certificate.publicKeySha256 === ''
        ? []
        : [{ der, depth, certificate }];
    }),
  );
  const own = readable.filter(({ depth }) => depth === 0);
  const issuers = readable.filter(({ depth, certificate }) => depth > 0 && certificate.isCa);
  return [
    ...linesOf(name, USAGE.daneEe, own).map((line) => ({ line, isAnchor: false })),
    ...linesOf(name, USAGE.daneTa, issuers).map((line) => ({ line, isAnchor: true })),
  ];
}

function linesOf(
  name: string,
  usage: number,
  certificates: readonly { readonly der: Uint8Array }[],
): string[] {
  const records = certificates.map(({ der }) =>
    tlsaRecord(usage, SELECTOR.publicKey, MATCHING_TYPE.sha256, der),
  );
  return [...new Set(records.map((record) => `${name}. IN TLSA ${formatTlsa(record)}`))];
}
