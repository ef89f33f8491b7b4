import type { Dialer, DialResult } from '../dialer.js';
import { type ConnectionTurns, type EndTurn } from './connection-turns.js';
import { canonicalAddress, networkOf } from './network-of.js';

/**
 * Connections that one probe opens, counted when they are dialled: every handshake, every name that shares an address,
 * and the fetch of the MTA-STS policy. A host takes three (any certificate, RSA, ECDSA).
 */
export const MOST_CONNECTIONS = { inAll: 60, perAddress: 9, perNetwork: 24 } as const;

/** What bounds connections over all probes that share it. */
export interface SharedConnections {
  readonly turns: ConnectionTurns;
  /** Counts one more connection, unless it is one too many: then why, as the end of a sentence. */
  readonly count: (address: string, network: string) => Promise<string | null>;
}

/**
 * The dialer of one probe, which limits its connections, because the publisher of the MX records decides where they go.
 * What is not dialled is `not-looked-at`, so nothing is concluded from it.
 */
export function limitedDialer(inner: Dialer, { turns, count }: SharedConnections): Dialer {
  const budget = new Budget();
  return {
    ...(inner.forbids === undefined ? {} : { forbids: inner.forbids }),
    dial: async (address, port, timeoutMs, signal) => {
      const forbidden = inner.forbids?.(address) ?? null;
      if (forbidden !== null) return { kind: 'forbidden', detail: forbidden };
      const refusal = budget.spend(address) ?? (await count(canonicalAddress(address), networkOf(address)));
      if (refusal !== null) return { kind: 'not-looked-at', detail: refusal };
      const endTurn = await turns.take(address, signal);
      if (endTurn === null) {
        return {
          kind: 'not-looked-at',
          detail: 'other connections to it were still open when the time was up',
        };
      }
      return untilClosed(await dialled(inner, endTurn, [address, port, timeoutMs, signal]), endTurn);
    },
  };
}

class Budget {
  private inAll = 0;
  private readonly spent = new Map<string, number>();

  spend(address: string): string | null {
    const { inAll, perAddress, perNetwork } = MOST_CONNECTIONS;
    const [own, network] = [canonicalAddress(address), networkOf(address)];
    if (this.inAll >= inAll) return `one probe opens at most ${inAll} connections`;
    if (this.of(own) >= perAddress) return `one probe opens at most ${perAddress} connections to one address`;
    if (this.of(network) >= perNetwork)
      return `one probe opens at most ${perNetwork} connections to one network (${network})`;
    this.inAll += 1;
    this.spent.set(own, this.of(own) + 1);
    this.spent.set(network, this.of(network) + 1);
    return null;
  }

  private of(key: string): number {
    return this.spent.get(key) ?? 0;
  }
}

async function dialled(
  inner: Dialer,
  endTurn: EndTurn,
  where: Parameters<Dialer['dial']>,
): Promise<DialResult> {
  try {
    return await inner.dial(...where);
  } catch (error) {
    endTurn();
    throw error;
  }
}

/** The turn lasts as long as the connection. */
function untilClosed(result: DialResult, endTurn: EndTurn): DialResult {
  if (result.kind !== 'connected' || result.socket.closed) endTurn();
  else result.socket.once('close', endTurn);
  return result;
}
