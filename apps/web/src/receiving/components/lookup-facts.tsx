import type { JSX } from 'preact';

import type { ProbeTargetBody } from '#contracts';

/** How the hosts were found, and whose word that is. */
export function LookupFacts({ result }: { result: ProbeTargetBody }): JSX.Element {
  const { lookup, hosts, resolver } = result;
  const isInformed = resolver.validates !== false;
  const found =
    lookup === null
      ? 'There are no MX records: the domain itself is the mail server (RFC 5321 §5.1)'
      : `${countWord(hosts.length)} by the ${lookup.type} records of ${lookup.name}`;
  const signed = lookup?.secure === true ? ', signed (DNSSEC)' : ', which are not signed';
  return (
    <p class="section-intro">
      {found}
      {lookup !== null && isInformed && signed}. Asked was{' '}
      {resolver.address === null ? 'the resolver of this service' : `the resolver ${resolver.address}`}
      {isInformed ? '.' : ', which does not validate DNSSEC: what is signed cannot be told.'}
    </p>
  );
}

function countWord(count: number): string {
  if (count === 0) return 'None';
  return count === 1 ? 'One' : String(count);
}
