import { findTlsa, type HostAddress, referenceNamesOf, type TlsaLookup, type TlsaSearch } from '#dane';
import type { TlsaRecord } from '#dns';

import { finding } from '../findings/catalogue.js';
import type { ProbeRun } from '../run/probe-run.js';
import type { HostFacts, HostToProbe } from './host-facts.js';
import { lookupFindings } from './lookup-findings.js';
import { tlsaRecordBody } from './tlsa-record-body.js';
import type { ProbeTlsa } from '../result.js';

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
        ? [finding('left-out', { what: `addresses of ${host.name}`, most: MOST_ADDRESSES, names: leftOut })]
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
