import type { Dialer, DialResult } from '#probe';

import { clientKey } from '#checks';

import type { BoundedRateLimitStorage } from '../../security/rate-limit.storage.js';

const MINUTE_MS = 60_000;

/** More than the mail servers of any domain that means well have; each is connected to some three times. */
const MAX_TARGETS_PER_PROBE = 40;

export interface TargetLimits {
  readonly perMinute: number;
  readonly ports: readonly number[];
}

/**
 * The dialer of one probe. Whoever publishes MX records decides where a probe connects to, so each target (an IPv4 address or
 * an IPv6 /64) is connected to by so many probes a minute, whatever the domain, and by each to a few ports only.
 *
 * @param counted shared by all probes
 */
export function targetBudget(inner: Dialer, counted: BoundedRateLimitStorage, limits: TargetLimits): Dialer {
  const asked = new Map<string, Promise<DialResult | null>>();
  const refusal = async (target: string): Promise<DialResult | null> => {
    if (asked.size >= MAX_TARGETS_PER_PROBE) {
      return notTried(`not tried: one probe connects to ${MAX_TARGETS_PER_PROBE} addresses at most`);
    }
    const { isBlocked, timeToBlockExpire } = await counted.increment(target, MINUTE_MS, limits.perMinute);
    if (!isBlocked) return null;
    return notTried(`not tried: it was probed often just now; try again in ${timeToBlockExpire} s`);
  };
  return {
    dial: async (address, port, timeoutMs, signal) => {
      if (!limits.ports.includes(port)) return notTried(`not tried: probes do not connect to port ${port}`);
      const target = clientKey(address);
      // Asked once in a probe: its further connections to the same server are part of it.
      const asking = asked.get(target) ?? refusal(target);
      asked.set(target, asking);
      return (await asking) ?? inner.dial(address, port, timeoutMs, signal);
    },
  };
}

function notTried(detail: string): DialResult {
  return { kind: 'unreachable', detail };
}
