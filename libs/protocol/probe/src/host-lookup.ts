import {
  findTlsa,
  formatTlsa,
  type HostAddress,
  type NextHop,
  referenceNamesOf,
  type TlsaLookup,
  type TlsaSearch,
} from '#dane';
import type { TlsaRecord } from '#dns';

import { finding } from './findings/catalogue.js';
import { lookupFindings } from './lookup-findings.js';
import type { ProbeFinding, ProbeTlsa, ProbeTlsaRecord } from './result.js';
import type { ProbeRun } from './probe-run.js';
import { phrase } from './phrases.js';

/** The addresses to one host that are tried at most; nobody has more, but anybody can write them into DNS. */
const MOST_ADDRESSES = 20;

/** Looks a host up: addresses, TLSA records, and what follows from whether they are secure. */
export async function findHostFacts(host: HostToProbe, run: ProbeRun): Promise<HostFacts> {
  const { resolver, options } = run;
  const search = await findTlsa(resolver, host.name, host.port, options.families);
  const tlsa = await recordsAllTheSame(search.tlsa, run);
  const isLiteral = tlsa.kind === 'not-asked' && tlsa.reason === 'address-literal';
  const { canonicalName, addresses, secure } = search.host;
  const { baseDomain } = tlsa;
  const ordered = inOrder(addresses);
  const leftOut = ordered.slice(MOST_ADDRESSES);
  return {
    canonicalName,
    addresses: ordered.slice(0, MOST_ADDRESSES),
    leftOut,
    addressesSecure: secure,
    tlsa: tlsaBody(tlsa),
    records: recordsOf(tlsa),
    referenceNames: isLiteral
      ? []
      : referenceNamesOf({ baseDomain, host: search.host.host, nextHop: host.nextHop }),
    serverName: isLiteral ? null : baseDomain,
    dane: daneOf(tlsa, host),
    findings: [
      ...lookupFindings(host, { ...search, tlsa }, options),
      ...(leftOut.length > 0
        ? [
            finding('left-out', {
              what: phrase('addresses-of', host.name),
              most: MOST_ADDRESSES,
              names: leftOut,
            }),
          ]
        : []),
    ],
  };
}

/** IPv4 first; a resolver gives them in another order each time. */
function inOrder(addresses: readonly HostAddress[]): string[] {
  const sorted = addresses.toSorted((a, b) => a.family - b.family || (a.address < b.address ? -1 : 1));
  return sorted.map(({ address }) => address);
}

/**
 * Where the addresses are insecure nobody asks for TLSA records (RFC 7672 §2.2.2). An admin who published some wants
 * to hear that they have no effect, so that they are asked for here.
 */
async function recordsAllTheSame(tlsa: TlsaSearch['tlsa'], { resolver }: ProbeRun): Promise<TlsaLookup> {
  if (tlsa.kind !== 'not-asked' || tlsa.reason !== 'insecure-address') return tlsa;
  const answer = await resolver.tlsa(tlsa.name);
  if (answer.kind !== 'found') return tlsa;
  const { canonicalName, records, ttl } = answer;
  return { kind: 'insecure', baseDomain: tlsa.baseDomain, name: tlsa.name, canonicalName, records, ttl };
}

function daneOf(tlsa: TlsaLookup, { isBarredFromDane }: HostToProbe): HostFacts['dane'] {
  switch (tlsa.kind) {
    case 'secure':
      return isBarredFromDane ? 'insecure' : 'applies';
    case 'insecure':
      return 'insecure';
    case 'none':
      return 'none';
    case 'not-asked':
      return tlsa.reason === 'insecure-address' ? 'insecure' : 'none';
    case 'bogus':
    case 'failed':
      return 'bogus';
  }
}

function tlsaBody(tlsa: TlsaLookup): ProbeTlsa {
  const { name, baseDomain } = tlsa;
  const nothing = { name, baseDomain, ttl: null, records: [], nameServers: null };
  switch (tlsa.kind) {
    case 'secure':
    case 'insecure':
      return {
        ...nothing,
        name: tlsa.canonicalName,
        status: 'found',
        secure: tlsa.kind === 'secure',
        ttl: tlsa.ttl,
        records: tlsa.records.map(tlsaRecordBody),
      };
    case 'none':
      return { ...nothing, status: 'none', secure: tlsa.secure };
    case 'not-asked':
    case 'bogus':
    case 'failed':
      return { ...nothing, status: tlsa.kind, secure: false };
  }
}

function recordsOf(tlsa: TlsaLookup): readonly TlsaRecord[] {
  return tlsa.kind === 'secure' || tlsa.kind === 'insecure' ? tlsa.records : [];
}

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

export function tlsaRecordBody(record: TlsaRecord): ProbeTlsaRecord {
  const { usage, selector, matchingType } = record;
  return { text: formatTlsa(record), usage, selector, matchingType };
}
