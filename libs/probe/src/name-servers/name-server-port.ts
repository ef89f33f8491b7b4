import type { TlsaRecord } from '#dane';

export type NameServerReply =
  | { readonly kind: 'records'; readonly records: readonly TlsaRecord[] }
  | { readonly kind: 'failed'; readonly detail: string };

/** Asks one authoritative name server for TLSA records, without recursion. Never rejects. */
export type AskNameServer = (
  address: string,
  name: string,
  timeoutMs: number,
  signal: AbortSignal,
) => Promise<NameServerReply>;
