/** One question to one server: by UDP, and by TCP when the answer does not fit (RFC 7766 §5). */
import { type Endpoint } from '../endpoint.js';
import type { Query } from '../message/query.js';
import type { Response } from '../message/response.js';
import { exchangeTcp } from './exchange-tcp.js';
import { exchangeUdp } from './exchange-udp.js';

export type Exchange =
  | { readonly kind: 'answered'; readonly response: Response }
  /** `detail` goes behind the server's name: `did not answer`. */
  | { readonly kind: 'failed'; readonly detail: string };

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
  return { kind: 'failed', detail: 'truncated its answer by TCP as well' };
}
