/** What one authoritative server says by itself, whatever resolvers remember or validate. */
import { withoutRootDot, because, detail, type Why } from '#text';

import { DNS_PORT, type Endpoint, formatEndpoint } from '../endpoint.js';
import { isDomainName } from '../message/domain-name.js';
import { negativeTtl } from '../message/negative-ttl.js';
import { createQuery } from '../message/query.js';
import { readRecords } from '../message/read-records.js';
import type { RecordData, RecordType } from '../message/record-data.js';
import { RCODE, rcodeText, type Response } from '../message/response.js';
import { exchange } from '../transport/exchange.js';

export type NameServerAnswer<Data> =
  | {
      readonly kind: 'found';
      readonly records: readonly Data[];
      /** Where the aliases that the server knows lead. */
      readonly canonicalName: string;
      /** Seconds. */
      readonly ttl: number;
    }
  /** There is no such record, or an alias leads to another server's zone. `nameExists`: NODATA rather than NXDOMAIN. */
  | {
      readonly kind: 'none';
      readonly nameExists: boolean;
      readonly canonicalName: string;
      /** Seconds: how long the absence may be remembered (RFC 2308 §5). */
      readonly ttl: number;
    }
  /** It does not serve the zone, though it may be named to. */
  | ({ readonly kind: 'not-authoritative' } & Why)
  /** An error, a malformed answer, or none in time. */
  | ({ readonly kind: 'failed' } & Why);

export interface NameServerOptions {
  /** For one try over UDP or TCP or both; 5 seconds unless given. */
  readonly timeoutMs?: number;
  /** 2 unless given. */
  readonly attempts?: number;
  readonly signal?: AbortSignal;
}

/**
 * Asks without recursion. Nothing vouches for the answer. Never rejects.
 *
 * @param server the port is 53 unless given
 */
export async function askNameServer<T extends RecordType>(
  server: { readonly address: string; readonly port?: number },
  name: string,
  type: T,
  options: NameServerOptions = {},
): Promise<NameServerAnswer<RecordData[T]>> {
  const result = await askWithoutRecursion(server, name, type, options);
  if (result.kind === 'failed') return result;
  return readAnswer(result.endpoint, result.response, result.question, type);
}

export type UnreadAnswer =
  | {
      readonly kind: 'answered';
      readonly endpoint: Endpoint;
      /** The name that was asked for, in its normal form. */
      readonly question: string;
      readonly response: Response;
    }
  | ({ readonly kind: 'failed' } & Why);

/** Never rejects. */
export async function askWithoutRecursion(
  server: { readonly address: string; readonly port?: number },
  name: string,
  type: RecordType,
  { timeoutMs = 5000, attempts = 2, signal }: NameServerOptions,
): Promise<UnreadAnswer> {
  const endpoint: Endpoint = { address: server.address, port: server.port ?? DNS_PORT };
  const question = withoutRootDot(name);
  if (!isDomainName(question)) return { kind: 'failed', ...because(detail('not-a-domain-name')) };
  const query = createQuery(question, type, { recursion: false, checkingDisabled: false });
  let why = detail('no-answer');
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const result = await exchange(endpoint, query, { deadline: performance.now() + timeoutMs, signal });
    if (result.kind === 'answered') {
      return { kind: 'answered', endpoint, question, response: result.response };
    }
    why = detail('dns-server', formatEndpoint(endpoint), result.why);
    if (signal?.aborted === true) break;
  }
  return { kind: 'failed', ...because(why) };
}

function readAnswer<T extends RecordType>(
  server: Endpoint,
  response: Response,
  name: string,
  type: T,
): NameServerAnswer<RecordData[T]> {
  const where = formatEndpoint(server);
  if (response.rcode !== RCODE.noError && response.rcode !== RCODE.nameError) {
    return { kind: 'failed', ...because(detail('dns-server', where, rcodeText(response))) };
  }
  if (!response.authoritative) {
    return { kind: 'not-authoritative', ...because(detail('dns-server', where, detail('dns-no-zone'))) };
  }
  const read = readRecords(response.answers, name, type);
  if (read.kind === 'malformed') return { kind: 'failed', ...because(detail('dns-server', where, read.why)) };
  const { canonicalName, records, ttl } = read;
  if (records.length > 0) return { kind: 'found', records, canonicalName, ttl };
  const nameExists = response.rcode === RCODE.noError;
  return { kind: 'none', nameExists, canonicalName, ttl: negativeTtl(response.authorities) };
}
