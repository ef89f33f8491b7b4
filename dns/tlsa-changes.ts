/** What an administrator must change in DNS after new keys. */
import type { PublicCertificates } from '#certs';

import type { DnsRecord } from './dns-record.js';
import { dnsRecords } from './records.js';

export interface TlsaChange {
  readonly name: string;
  /** Undefined when the old certificates could not be used. */
  readonly before: string | undefined;
  readonly after: string;
}

/** The TLSA records of `domain` that are not the same for both pairs of certificates, in the order of the zone files. */
export function tlsaChanges(
  domain: string,
  before: PublicCertificates | undefined,
  after: PublicCertificates,
): TlsaChange[] {
  const old = before === undefined ? [] : tlsaRecords(domain, before);
  return tlsaRecords(domain, after)
    .map(({ name, data }, index) => ({ name, before: old[index]?.data, after: data }))
    .filter((change) => change.before !== change.after);
}

function tlsaRecords(domain: string, certificates: PublicCertificates): DnsRecord[] {
  const options = { domain, publicIpv4: undefined, publicIpv6: undefined, dnsTtl: 0 };
  return dnsRecords(options, certificates).filter(({ type }) => type === 'TLSA');
}
