/**
 * Counts requests in fixed windows. The storage that comes with the throttler keeps every client that it sees, and
 * every hit of each; this one holds a bounded number of counters, so that a flood from ever new addresses cannot
 * fill the memory.
 */
import type { ThrottlerStorage } from '@nestjs/throttler';

import type { Clock } from '../core/core.tokens.js';

interface Window {
  hits: number;
  readonly endsAt: number;
}

type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

export class BoundedRateLimitStorage implements ThrottlerStorage {
  /** In the order in which the windows began, which is the order in which they end: all are equally long. */
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly now: Clock,
    private readonly maxClients: number,
  ) {}

  get size(): number {
    return this.windows.size;
  }

  increment(key: string, ttlMs: number, limit: number): Promise<Hit> {
    const now = this.now();
    this.dropEnded(now);
    const window = this.windows.get(key) ?? this.begin(key, now + ttlMs);
    window.hits += 1;
    const seconds = Math.ceil((window.endsAt - now) / 1000);
    const isBlocked = window.hits > limit;
    return Promise.resolve({
      totalHits: window.hits,
      timeToExpire: seconds,
      isBlocked,
      timeToBlockExpire: isBlocked ? seconds : 0,
    });
  }

  private begin(key: string, endsAt: number): Window {
    const [oldest] = this.windows.keys();
    if (this.windows.size >= this.maxClients && oldest !== undefined) this.windows.delete(oldest);
    const window = { hits: 0, endsAt };
    this.windows.set(key, window);
    return window;
  }

  private dropEnded(now: number): void {
    for (const [key, window] of this.windows) {
      if (window.endsAt > now) return;
      this.windows.delete(key);
    }
  }
}
