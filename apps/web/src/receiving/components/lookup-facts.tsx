import type { JSX } from 'preact';

import type { ProbeTargetBody } from '#contracts';
import { t } from '../../shared/texts.js';

/** How the hosts were found. */
export function LookupFacts({ result }: { result: ProbeTargetBody }): JSX.Element {
  const { lookup, hosts, resolver } = result;
  const words = t.receiving.lookup;
  const through = resolver.address === null ? words.ourResolver : words.resolver(resolver.address);
  if (lookup === null) return <p class="section-intro">{words.none(through)}</p>;
  const signed = resolver.validates === false ? null : lookup.secure;
  const records = words.records(lookup.type, lookup.name, signed);
  return <p class="section-intro">{words.servers(hosts.length, records, through)}</p>;
}
