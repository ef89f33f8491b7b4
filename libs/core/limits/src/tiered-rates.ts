/**
 * Counts requests in fixed windows, for a client and for the networks around it. The storage that comes with the throttler
 * keeps every client that it sees, and every hit of each; this one holds a bounded number of counters, so that a flood from
 * ever new addresses cannot fill the memory.
 */
import { networkKeys } from './network-keys.js';
import { WIDER } from './tiered-limit.js';

export interface RateWindow {
  hits: number;
  readonly endsAt: number;
}

/** A counter and how far it may go within a window. */
export interface Rate {
  readonly key: string;
  readonly limit: number;
}

/** Which of the rates would be exceeded, as its place in the list. */
export interface RateExceeded {
  readonly level: number;
  readonly limit: number;
  readonly secondsLeft: number;
}

/** Of a client, which is level 0, and of each network around it. */
export function ratesOfClient(budget: string, address: string, perClient: number): Rate[] {
  return networkKeys(address).map((key, level) => ({
    key: `${budget} ${key}`,
    limit: perClient * WIDER ** level,
  }));
}

export class TieredRates {
  /** @param windows in the order in which they began, which is the order in which they end: all are equally long */
  constructor(
    private readonly now: () => number,
    private readonly windowMs: number,
    private readonly maxCounters: number,
    private readonly windows = new Map<string, RateWindow>(),
  ) {}

  get size(): number {
    return this.windows.size;
  }

  /** Counts one more of the client and of each network around it; see `count`. */
  countClient(budget: string, address: string, perClient: number): RateExceeded | null {
    return this.count(ratesOfClient(budget, address, perClient));
  }

  /**
   * Counts one more everywhere and answers null, or the first limit that this would exceed. Then no counter moves, so that a
   * client that floods spends nothing of its network's share. Asking and counting are one step.
   */
  count(rates: readonly Rate[]): RateExceeded | null {
    const now = this.now();
    this.dropEnded(now);
    for (const [level, { key, limit }] of rates.entries()) {
      const window = this.windows.get(key);
      if (window === undefined || window.hits < limit) continue;
      return { level, limit, secondsLeft: Math.ceil((window.endsAt - now) / 1000) };
    }
    for (const { key } of rates) (this.windows.get(key) ?? this.begin(key, now)).hits += 1;
    return null;
  }

  private begin(key: string, now: number): RateWindow {
    const [oldest] = this.windows.keys();
    if (this.windows.size >= this.maxCounters && oldest !== undefined) this.windows.delete(oldest);
    const window = { hits: 0, endsAt: now + this.windowMs };
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
