import type { TlsaRecord } from '#dns';
import { askNameServer } from '#dns';

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

export const askDirectly: AskNameServer = async (address, name, timeoutMs, signal) => {
  const answer = await askNameServer({ address }, name, 'TLSA', { timeoutMs, attempts: 2, signal });
  switch (answer.kind) {
    case 'found':
      return { kind: 'records', records: answer.records };
    case 'none':
      return { kind: 'records', records: [] };
    case 'not-authoritative':
    case 'failed':
      return { kind: 'failed', detail: answer.detail };
  }
};
