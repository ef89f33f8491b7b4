/** What is to be said of the answers about one host. */
import type { AddressFault, TlsaSearch } from '#dane';

import { finding } from './findings/catalogue.js';
import type { ProbeOptions } from './probe.js';
import type { HostToProbe } from './host-lookup.js';
import type { ProbeFinding } from './result.js';

export function lookupFindings(
  host: HostToProbe,
  { host: lookup, tlsa }: TlsaSearch,
  { families, mode }: Pick<ProbeOptions, 'families' | 'mode'>,
): ProbeFinding[] {
  return [
    ...addressFindings(host, lookup, families),
    ...(mode.kind === 'mx' && host.nextHop !== null && lookup.canonicalName !== lookup.host
      ? [finding('mx-is-alias', { host: lookup.host, canonicalName: lookup.canonicalName })]
      : []),
    ...tlsaFindings(host, tlsa, lookup.addresses.length > 0),
  ];
}

function addressFindings(
  { name }: HostToProbe,
  { addresses, faults }: TlsaSearch['host'],
  families: readonly (4 | 6)[],
): ProbeFinding[] {
  if (addresses.length > 0) {
    return faults.map((fault) =>
      finding('addresses-half-failed', { name, type: typeOf(fault), detail: fault.why }),
    );
  }
  const [fault] = faults;
  if (fault === undefined) {
    return [
      finding('no-addresses', {
        host: name,
        families: families.map((family) => `IPv${family}`),
      }),
    ];
  }
  const code = fault.kind === 'bogus' ? 'lookup-bogus' : 'lookup-failed';
  return [finding(code, { name, type: typeOf(fault), detail: fault.why })];
}

function tlsaFindings(host: HostToProbe, tlsa: TlsaSearch['tlsa'], hasAddresses: boolean): ProbeFinding[] {
  const { name } = tlsa;
  switch (tlsa.kind) {
    case 'secure':
      return [];
    case 'insecure':
      return [finding('tlsa-insecure', { name })];
    case 'none':
      return [finding('tlsa-none', { name })];
    case 'not-asked':
      return notAskedFindings(host.name, tlsa.reason);
    case 'bogus':
    case 'failed': {
      if (!hasAddresses) return [];
      const code = tlsa.kind === 'bogus' ? 'tlsa-bogus' : 'tlsa-failed';
      const isMxSecure = host.nextHop?.secure !== false;
      return [finding(code, { name, host: host.name, port: host.port, detail: tlsa.why, isMxSecure })];
    }
  }
}

function notAskedFindings(
  host: string,
  reason: Extract<TlsaSearch['tlsa'], { readonly kind: 'not-asked' }>['reason'],
): ProbeFinding[] {
  switch (reason) {
    case 'insecure-address':
      return [finding('addresses-insecure', { host })];
    case 'address-literal':
      return [finding('address-literal', { host })];
    case 'no-address':
      return [];
  }
}

function typeOf({ family }: AddressFault): 'A' | 'AAAA' {
  return family === 4 ? 'A' : 'AAAA';
}
