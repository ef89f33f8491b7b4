/** How long it may be remembered that there is no such record (RFC 2308 §5). */
import type dnsPacket from 'dns-packet';

import { recordTtl } from './read-records.js';

/**
 * Of the SOA record that a negative answer carries: its TTL or its minimum, whichever is less. Without one nobody should
 * remember the answer: 0.
 */
export function negativeTtl(authorities: readonly dnsPacket.Answer[]): number {
  const ttls = authorities.flatMap((record) =>
    record.type === 'SOA' ? [Math.min(recordTtl(record), record.data.minimum ?? 0)] : [],
  );
  return ttls.length === 0 ? 0 : Math.max(...ttls);
}
