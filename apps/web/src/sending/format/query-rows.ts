import type { QueryBody } from '#contracts';

import type { EvidenceRow } from './evidence-rows.js';

/** What an expert needs to find the query in the resolver's own log. */
export function queryRows({
  name,
  type,
  dnssecOk,
  transport,
  resolverPort,
}: QueryBody): readonly EvidenceRow[] {
  return [
    { name: 'Asked for', value: `${name} ${type}` },
    // RFC 3225: without it no signatures are sent.
    { name: 'DO bit', value: dnssecOk ? 'set' : 'not set' },
    { name: 'Transport', value: transport.toUpperCase() },
    { name: 'Resolver port', value: String(resolverPort) },
  ];
}
