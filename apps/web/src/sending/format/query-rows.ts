import type { QueryBody } from '#contracts';

import type { EvidenceRow } from './evidence-rows.js';
import { t } from '../../shared/texts.js';

/** What an expert needs to find the query in the resolver's own log. */
export function queryRows({
  name,
  type,
  dnssecOk,
  transport,
  resolverPort,
}: QueryBody): readonly EvidenceRow[] {
  return [
    { name: t.log.rows.askedFor, value: `${name} ${type}` },
    // RFC 3225: without it no signatures are sent.
    { name: t.log.rows.doBit, value: dnssecOk ? t.log.rows.set : t.log.rows.notSet },
    { name: t.log.rows.transport, value: transport.toUpperCase() },
    { name: t.log.rows.resolverPort, value: String(resolverPort) },
  ];
}
