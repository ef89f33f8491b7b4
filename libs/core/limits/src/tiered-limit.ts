/**
 * How many of something may be held simultaneously: by one client, by the networks around it, and in all. Asking and
 * taking are one step, so that a burst cannot slip in between.
 */
import { networkKeys } from './network-keys.js';

export interface TieredLimits {
  /** For one client: an IPv4 address or an IPv6 /64. */
  readonly perClient: number;
  /** For each network around it: by default 4 times as many, and for every wider one 4 times as many again. */
  readonly perNetwork?: readonly number[];
  readonly total: number;
}

/** Which limit is reached: the one of the client or its network, or the one for all. */
export type Exhausted = 'client' | 'network' | 'total';

export type Admission =
  /** Gives back the place; calling it again does nothing. */
  { readonly release: () => void } | { readonly exhausted: Exhausted };

/** How many times as much as a client a network gets, and each wider one as much as the one in it. */
export const WIDER = 4;

export class TieredLimit {
  private readonly held = new Map<string, number>();
  private heldInAll = 0;
  private readonly limits: readonly number[];
  private readonly total: number;

  constructor({ perClient, perNetwork, total }: TieredLimits) {
    this.limits = [perClient, ...(perNetwork ?? [perClient * WIDER, perClient * WIDER * WIDER])];
    this.total = total;
  }

  get size(): number {
    return this.heldInAll;
  }

  /** Of how many clients and networks it keeps a count: never more than three for each place that is held. */
  get keys(): number {
    return this.held.size;
  }

  /** Which limit a client has reached, or null. For an answer only: `acquire` is what decides. */
  exhausted(address: string): Exhausted | null {
    return this.exhaustedOf(networkKeys(address));
  }

  /** @param amount for what is not counted in pieces, such as bytes */
  acquire(address: string, amount = 1): Admission {
    const keys = networkKeys(address);
    const exhausted = this.exhaustedOf(keys, amount);
    if (exhausted !== null) return { exhausted };
    this.add(keys, amount);
    let isHeld = true;
    return {
      release: () => {
        if (isHeld) this.add(keys, -amount);
        isHeld = false;
      },
    };
  }

  private exhaustedOf(keys: readonly string[], amount = 1): Exhausted | null {
    const level = keys.findIndex(
      (key, index) => (this.held.get(key) ?? 0) + amount > (this.limits[index] ?? Infinity),
    );
    if (level !== -1) return level === 0 ? 'client' : 'network';
    return this.heldInAll + amount > this.total ? 'total' : null;
  }

  private add(keys: readonly string[], change: number): void {
    this.heldInAll += change;
    for (const key of keys) {
      const held = (this.held.get(key) ?? 0) + change;
      if (held > 0) this.held.set(key, held);
      else this.held.delete(key);
    }
  }
}
