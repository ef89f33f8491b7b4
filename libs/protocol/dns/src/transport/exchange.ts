/** One question to one server: by UDP, and by TCP when the answer does not fit (RFC 7766 §5). */
import { detail, type Phrase } from '#text';

import { type Endpoint } from '../endpoint.js';
import type { Query } from '../message/query.js';
import type { Response } from '../message/response.js';
import { exchangeTcp } from './exchange-tcp.js';
import { exchangeUdp } from './exchange-udp.js';

export type Exchange =
  | { readonly kind: 'answered'; readonly response: Response }
  /** Follows the name of the server: `did not answer`. */
  | { readonly kind: 'failed'; readonly why: Phrase };

export interface ExchangeLimits {
  /** What `performance.now()` says at its end. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
}

/** Never rejects. */
export async function exchange(server: Endpoint, query: Query, limits: ExchangeLimits): Promise<Exchange> {
  const byUdp = await exchangeUdp(server, query, limits);
  if (byUdp.kind === 'failed' || !byUdp.response.truncated) return byUdp;
  const byTcp = await exchangeTcp(server, query, limits);
  if (byTcp.kind === 'failed' || !byTcp.response.truncated) return byTcp;
  return { kind: 'failed', why: detail('dns-truncated') };
}
