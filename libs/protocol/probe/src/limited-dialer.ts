import ipaddr from 'ipaddr.js';

import type { Dialer, DialResult } from '#smtp-client';
import { because, type Phrase } from '#text';
import { phrase } from './phrases.js';

/**
 * Connections that one probe opens, counted when they are dialled: every handshake, every name that shares an address,
 * and the fetch of the MTA-STS policy. A host takes three (any certificate, RSA, ECDSA).
 */
export const MOST_CONNECTIONS = { inAll: 60, perAddress: 9, perNetwork: 24 } as const;

/** What bounds connections over all probes that share it. */
export interface SharedConnections {
  readonly turns: ConnectionTurns;
  /** Counts one more connection, unless it is one too many: then why, as the end of a sentence. */
  readonly count: (address: string, network: string) => Promise<Phrase | null>;
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
      if (forbidden !== null) return { kind: 'forbidden', ...because(forbidden) };
      const refusal = budget.spend(address) ?? (await count(canonicalAddress(address), networkOf(address)));
      if (refusal !== null) return { kind: 'not-looked-at', ...because(refusal) };
      const endTurn = await turns.take(address, signal);
      if (endTurn === null) {
        return { kind: 'not-looked-at', ...because(phrase('others-open')) };
      }
      return untilClosed(await dialled(inner, endTurn, [address, port, timeoutMs, signal]), endTurn);
    },
  };
}

class Budget {
  private inAll = 0;
  private readonly spent = new Map<string, number>();

  spend(address: string): Phrase | null {
    const { inAll, perAddress, perNetwork } = MOST_CONNECTIONS;
    const [own, network] = [canonicalAddress(address), networkOf(address)];
    if (this.inAll >= inAll) return phrase('connections-used', inAll);
    if (this.of(own) >= perAddress) return phrase('connections-to-address', perAddress);
    if (this.of(network) >= perNetwork) return phrase('connections-to-network', perNetwork, network);
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

/** A mail server counts the connections of a client, and one server may have every address of a /64. */
export const AT_ONCE = { perAddress: 1, perNetwork: 4 } as const;

/** Ends the turn; further calls do nothing. */
export type EndTurn = () => void;

/** Who may be connected to one address and one network at the same moment; the others wait in their order. */
export class ConnectionTurns {
  private readonly addresses = new Turns(AT_ONCE.perAddress);
  private readonly networks = new Turns(AT_ONCE.perNetwork);

  /** Null when the signal fires before it is this one's turn. */
  async take(address: string, signal: AbortSignal): Promise<EndTurn | null> {
    const endOfAddress = await this.addresses.take(canonicalAddress(address), signal);
    if (endOfAddress === null) return null;
    const endOfNetwork = await this.networks.take(networkOf(address), signal);
    if (endOfNetwork === null) {
      endOfAddress();
      return null;
    }
    return () => {
      endOfNetwork();
      endOfAddress();
    };
  }
}

interface Queue {
  running: number;
  readonly waiting: Set<() => void>;
}

/** A limit for each key. Keys that nobody uses take no memory. */
class Turns {
  private readonly queues = new Map<string, Queue>();

  constructor(private readonly most: number) {}

  async take(key: string, signal: AbortSignal): Promise<EndTurn | null> {
    if (signal.aborted) return null;
    const queue = this.queues.get(key) ?? { running: 0, waiting: new Set() };
    this.queues.set(key, queue);
    if (queue.running < this.most) queue.running += 1;
    else if (!(await isWoken(queue, signal))) return null;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.end(key, queue);
    };
  }

  /** The turn goes straight to the next, so that no newcomer slips in between. */
  private end(key: string, queue: Queue): void {
    const [next] = queue.waiting;
    if (next !== undefined) return next();
    queue.running -= 1;
    if (queue.running === 0) this.queues.delete(key);
  }
}

/** Whether it became this one's turn before the signal fired. */
function isWoken({ waiting }: Queue, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isTurn: boolean): void => {
      waiting.delete(wake);
      signal.removeEventListener('abort', giveUp);
      resolve(isTurn);
    };
    const wake = (): void => settle(true);
    const giveUp = (): void => settle(false);
    waiting.add(wake);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}

/** IPv4: what is commonly routed as one; IPv6: what one host alone may have (RFC 4291 §2.5.4). */
const PREFIX = { ipv4: 24, ipv6: 64 } as const;

/** The same text for the same address, however it is written, an IPv4-mapped one included. */
export function canonicalAddress(address: string): string {
  const bare = address.split('%')[0] ?? '';
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : address;
}

/** The IPv4 /24 or IPv6 /64 of an address, such as `192.0.2.0/24`. What is no address stands for itself. */
export function networkOf(address: string): string {
  const canonical = canonicalAddress(address);
  if (!ipaddr.isValid(canonical)) return address;
  const parsed = ipaddr.parse(canonical);
  const prefix = PREFIX[parsed.kind()];
  const bytes = parsed.toByteArray().map((byte, index) => (index < prefix / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${prefix}`;
}
