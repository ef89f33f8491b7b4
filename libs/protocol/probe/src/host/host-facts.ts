import type { NextHop } from '#dane';
import type { TlsaRecord } from '#dns';

import type { ProbeFinding, ProbeTlsa } from '../result.js';

/** A host that is to be probed, however it was found. */
export interface HostToProbe {
  readonly name: string;
  readonly port: number;
  /** Of the MX or SRV record. */
  readonly preference: number | null;
  /** Null when the host was named directly. */
  readonly nextHop: NextHop | null;
  /** SRV records that are not secure lead to hosts to which DANE does not apply (RFC 7673 §3.1); MX records may. */
  readonly isBarredFromDane: boolean;
}

/** What DNS says of a host, before anything is connected to. */
export interface HostFacts {
  readonly canonicalName: string;
  readonly addresses: readonly string[];
  /** Addresses beyond the most that are tried. */
  readonly leftOut: readonly string[];
  readonly addressesSecure: boolean;
  readonly tlsa: ProbeTlsa;
  readonly records: readonly TlsaRecord[];
  /** Empty for a host that is only an address. */
  readonly referenceNames: readonly string[];
  /** The TLSA base domain (RFC 7672 §8.1); null for a host that is only an address. */
  readonly serverName: string | null;
  /** `applies`: there are secure TLSA records, and they decide. */
  readonly dane: 'applies' | 'none' | 'insecure' | 'bogus';
  readonly findings: readonly ProbeFinding[];
}
