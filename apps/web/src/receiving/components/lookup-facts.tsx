import type { JSX } from 'preact';

import type { ProbeTargetBody } from '#contracts';

/** How the hosts were found. */
export function LookupFacts({ result }: { result: ProbeTargetBody }): JSX.Element {
  const { lookup, hosts, resolver } = result;
  const through = resolver.address === null ? "this service's resolver" : `the resolver ${resolver.address}`;
  if (lookup === null) {
    return (
      <p class="section-intro">
        No MX records: the domain itself is the mail server (RFC 5321 §5.1), looked up through {through}.
      </p>
    );
  }
  const signed = resolver.validates === false ? '' : lookup.secure ? 'DNSSEC-signed ' : 'unsigned ';
  return (
    <p class="section-intro">
      {hosts.length} mail {hosts.length === 1 ? 'server' : 'servers'}, from {signed}
      {lookup.type} records of {lookup.name}, looked up through {through}.
    </p>
  );
}
