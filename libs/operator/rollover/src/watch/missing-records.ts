import type { ProbeHost } from '#probe';

import type { ServedChain } from './served-chains.js';

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
