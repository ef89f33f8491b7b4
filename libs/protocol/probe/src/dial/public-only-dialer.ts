import type { Dialer } from '../dialer.js';
import { directDialer } from './direct-dialer.js';
import { isPublicAddress } from './public-address.js';

export interface PublicOnlyOptions {
  /** For a lab: connect to every address. */
  readonly allowPrivateAddresses: boolean;
}

/**
 * Connects to public addresses only. It looks at the very address that is dialled, so that no name can lead elsewhere
 * between a check and the connection.
 */
export function publicOnlyDialer(options: PublicOnlyOptions, inner: Dialer = directDialer()): Dialer {
  if (options.allowPrivateAddresses) return inner;
  const forbids = (address: string): string | null =>
    isPublicAddress(address) ? null : `${address} is not a public address`;
  return {
    forbids,
    dial: async (address, port, timeoutMs, signal) => {
      const detail = forbids(address);
      return detail === null ? inner.dial(address, port, timeoutMs, signal) : { kind: 'forbidden', detail };
    },
  };
}
