/** Which TLSA records describe a chain: RFC 7671 §8.1 calls the first scheme, §8.2 the second the way to change keys safely. */
import { formatTlsa, SELECTOR, MATCHING_TYPE, tlsaRecord, USAGE } from '#dane';
import type { TlsaRecord } from '#dns';

import type { PlannedRecord } from '../planned-record.js';
import { type CertificateChain, derOf } from './certificate-chain.js';

export type TlsaScheme = '3-1-1' | '3-1-1+2-1-1';

/** The records of the chain, by the scheme; that of the issuer is left out where the chain has none. */
export function schemeRecords(chain: CertificateChain, scheme: TlsaScheme): TlsaRecord[] {
  const [leaf] = derOf(chain);
  const issuer = issuerOf(chain);
  return [
    ...(leaf === undefined ? [] : [keyRecord(USAGE.daneEe, leaf)]),
    ...(scheme === '3-1-1' || issuer === undefined ? [] : [keyRecord(USAGE.daneTa, issuer)]),
  ];
}

/** The highest CA that is sent along: what it issues later, under whatever certificates between, matches its record too. */
export function issuerOf([, ...issuers]: CertificateChain): Uint8Array | undefined {
  const highest = issuers.filter(({ ca }) => ca).at(-1);
  return highest === undefined ? undefined : Uint8Array.from(highest.raw);
}

/** Each record at each name. */
export function atNames(records: readonly TlsaRecord[], names: readonly string[]): PlannedRecord[] {
  return names.flatMap((name) => records.map((record) => ({ name, data: formatTlsa(record) })));
}

function keyRecord(usage: number, certificate: Uint8Array): TlsaRecord {
  return tlsaRecord(usage, SELECTOR.publicKey, MATCHING_TYPE.sha256, certificate);
}
