import { isIP } from 'node:net';

import type { Dialer } from '../dialer.js';
import { connectTo } from './connect-to.js';

/** Connects from this machine. The address is a literal: nothing is resolved on the way. */
export function directDialer(): Dialer {
  return {
    dial: async (address, port, timeoutMs, signal) =>
      isIP(address) === 0
        ? { kind: 'unreachable', detail: `${address} is not an IP address` }
        : connectTo(address, port, timeoutMs, signal),
  };
}
