import type { JSX } from 'preact';

import type { ProbeTargetBody } from '#contracts';

/** How the hosts were found, and whose word that is. */
export function LookupFacts({ result }: { result: ProbeTargetBody }): JSX.Element {
  const { lookup, hosts, resolver } = result;
  const found =
    lookup === null
      ? 'There are no MX records: the domain itself is the mail server (RFC 5321 §5.1).'
      : `${hosts.length === 1 ? 'One' : hosts.length} by the ${lookup.type} records of ${lookup.name}, ${
          lookup.secure ? 'signed (DNSSEC).' : 'which are not signed.'
        }`;
  return (
    <p class="section-intro">
      {found} Asked was the resolver {resolver.address}
      {resolver.validates === false ? ', which does not validate DNSSEC: nothing here can be secure.' : '.'}
    </p>
  );
}
