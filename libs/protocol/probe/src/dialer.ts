import type { Socket } from 'node:net';

export type DialResult =
  | { readonly kind: 'connected'; readonly socket: Socket }
  /** A private or reserved address, which this dialer never connects to. */
  | { readonly kind: 'forbidden'; readonly detail: string }
  /** Not tried, since it would be one connection too many: nothing follows from it. */
  | { readonly kind: 'not-looked-at'; readonly detail: string }
  | { readonly kind: 'refused' | 'unreachable' | 'timeout'; readonly detail: string };

/** Opens TCP connections: directly, through a SOCKS proxy, or to public addresses only. Never rejects. */
export interface Dialer {
  /** Why it never connects to the address, such as that it is private; null when it does. */
  readonly forbids?: (address: string) => string | null;
  dial(address: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<DialResult>;
}
