/** What every address of a host presents: a sender may meet any of them, and each kind of certificate that it has. */
import { findHost, type HostAddress, type Resolver } from '#dane';
import { type Dialer, presentedCertificates } from '#probe';

import type { Place, PlaceView, Presented, RolloverPorts } from './ports.js';

export interface ConnectSettings {
  readonly resolver: Resolver;
  readonly dialer: Dialer;
  /** Of the addresses that are connected to; both unless given. */
  readonly families?: readonly (4 | 6)[];
  /** The name given in EHLO. */
  readonly heloName: string;
  /** For each phase of a connection; 10 seconds unless given. */
  readonly timeoutMs?: number;
}

export function connectBy(settings: ConnectSettings): RolloverPorts['connect'] {
  return async (place) => {
    const { host, addresses, faults } = await findHost(settings.resolver, place.host, settings.families);
    const [fault] = faults;
    if (fault !== undefined) {
      return unknown(`the IPv${fault.family} addresses of ${host} cannot be looked up: ${fault.detail}`);
    }
    const presented = await Promise.all(addresses.map((address) => presentedAt(address, place, settings)));
    const [first, ...others] = presented.flat();
    if (first === undefined) return unknown(`${host} has no address`);
    return { kind: 'connected', presented: [first, ...others] };
  };
}

async function presentedAt(
  { address }: HostAddress,
  { host, port, tlsOnConnect }: Place,
  { dialer, heloName, timeoutMs = 10_000 }: ConnectSettings,
): Promise<Presented[]> {
  const { signal } = new AbortController();
  const found = await presentedCertificates(dialer, {
    ...{ address, port, tlsOnConnect, serverName: host, heloName, timeoutMs, signal },
  });
  return found.map((one) => ({ ...one, where: `${address} port ${port}` }));
}

function unknown(detail: string): PlaceView {
  return { kind: 'unknown', detail };
}
