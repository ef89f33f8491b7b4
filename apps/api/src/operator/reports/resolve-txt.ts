import type { Config } from '#config';

import { nodeResolver } from '../../core/node-resolver.js';

/** Rejects with the code of c-ares where there is no record. */
export type ResolveTxt = (name: string) => Promise<string[][]>;

/** @param servers as DNS_RESOLVER has them; empty: those of the machine */
export function resolveTxtBy(servers: Config['dnsResolvers']): ResolveTxt {
  const resolver = nodeResolver(servers, 5_000);
  return (name) => resolver.resolveTxt(name);
}

/** The key of an RSA modulus of 16,384 bits, which is the largest that OpenSSL verifies by, has 2,800 characters. */
const LONGEST_RECORD = 4_096;
/** A name has one key. */
const MOST_RECORDS = 10;

/** The records that may hold the key of a signature, whatever else a domain has at the name. */
export function boundedRecords(records: readonly string[][]): string[][] {
  return records
    .filter((strings) => strings.reduce((length, text) => length + text.length, 0) <= LONGEST_RECORD)
    .slice(0, MOST_RECORDS);
}
