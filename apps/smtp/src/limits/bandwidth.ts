import { LRUCache } from 'lru-cache';

import { clientKey } from '#checks';

interface Bucket {
  /** Bytes that may come immediately; below zero, what came too soon. */
  level: number;
  at: number;
}

/** Beyond them the ones that were quiet longest are forgotten. */
const MAX_CLIENTS = 10_000;

/**
 * How fast messages are read from one client (an IPv4 address or an IPv6 /64), over all its connections: a token bucket.
 * The bodies are dropped, so they may be large, and must not fill our line.
 */
export class Bandwidth {
  private readonly buckets = new LRUCache<string, Bucket>({ max: MAX_CLIENTS });

  /** @param burstBytes that come at full speed: one message of the largest size */
  constructor(
    private readonly bytesPerSecond: number,
    private readonly burstBytes: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts what was read; answers how many milliseconds to wait before more is. */
  take(address: string, bytes: number): number {
    const key = clientKey(address);
    const now = this.now();
    const { level, at } = this.buckets.get(key) ?? { level: this.burstBytes, at: now };
    const refilled = Math.min(this.burstBytes, level + ((now - at) / 1000) * this.bytesPerSecond);
    this.buckets.set(key, { level: refilled - bytes, at: now });
    return Math.ceil(Math.max(0, ((bytes - refilled) / this.bytesPerSecond) * 1000));
  }

  get clients(): number {
    return this.buckets.size;
  }
}
