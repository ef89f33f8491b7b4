/** Where a server of the zone above sends those who ask for a zone below it (RFC 1034 §4.3.2, step 3b). */
import { because, detail, type Why } from '#text';

import { formatEndpoint } from '../endpoint.js';
import { readRecords } from '../message/read-records.js';
import { RCODE, rcodeText, type Response } from '../message/response.js';
import { askWithoutRecursion, type NameServerOptions } from './ask-name-server.js';

export type Referral =
  | {
      readonly kind: 'referral';
      /** The names of the name servers, in their normal form and in order. */
      readonly servers: readonly string[];
      /** Addresses that came with them, by name: those of servers below the zone are glue (RFC 9471). */
      readonly glue: ReadonlyMap<string, readonly string[]>;
    }
  /** It refers nobody to such a zone. */
  | { readonly kind: 'none' }
  | ({ readonly kind: 'failed' } & Why);

/** Nothing vouches for the answer. Never rejects. */
export async function askReferral(
  server: { readonly address: string; readonly port?: number },
  zone: string,
  options: NameServerOptions = {},
): Promise<Referral> {
  const result = await askWithoutRecursion(server, zone, 'NS', options);
  if (result.kind === 'failed') return result;
  const { endpoint, question, response } = result;
  const where = formatEndpoint(endpoint);
  if (response.rcode === RCODE.nameError) return { kind: 'none' };
  if (response.rcode !== RCODE.noError)
    return { kind: 'failed', ...because(detail('dns-server', where, rcodeText(response))) };
  // A server of both zones answers from the one below.
  const section = response.answers.length > 0 ? response.answers : response.authorities;
  const read = readRecords(section, question, 'NS');
  if (read.kind === 'malformed') return { kind: 'failed', ...because(detail('dns-server', where, read.why)) };
  if (read.records.length === 0) return { kind: 'none' };
  const servers = [...new Set(read.records)].toSorted();
  return { kind: 'referral', servers, glue: new Map(servers.map((name) => [name, glueOf(name, response)])) };
}

function glueOf(name: string, { additionals }: Pick<Response, 'additionals'>): readonly string[] {
  return (['A', 'AAAA'] as const).flatMap((type) => {
    const read = readRecords(additionals, name, type);
    return read.kind === 'read' ? read.records : [];
  });
}
