/** What every address of a host presents: a sender may meet any of them, and each kind of certificate that it has. */
import { findHost, type HostAddress } from '#dane';
import type { Resolver } from '#dns';
import { type Dialer, presentedCertificates } from '#smtp-client';

import type { Endpoint, EndpointView, Presented, RolloverPorts } from './ports.js';

export interface ConnectSettings {
  readonly resolver: Resolver;
  readonly dialer: Dialer;
  /** Of the addresses that are connected to; both unless given. */
  readonly families?: readonly (4 | 6)[];
  /** The option that names the hosts, to be looked at where one has no address. */
  readonly hostOption?: string;
  /** The name given in EHLO. */
  readonly heloName: string;
  /** For each phase of a connection; 10 seconds unless given. */
  readonly timeoutMs?: number;
}

export function connectBy(settings: ConnectSettings): RolloverPorts['connect'] {
  return async (place) => {
    const { addresses, faults } = await findHost(settings.resolver, place.host, settings.families);
    const [fault] = faults;
    if (fault !== undefined) {
      return unknown(`its IPv${fault.family} addresses cannot be looked up: ${fault.detail}`);
    }
    const presented = await Promise.all(addresses.map((address) => presentedAt(address, place, settings)));
    const [first, ...others] = presented.flat();
    if (first === undefined) return unknown(noAddress(settings));
    return { kind: 'connected', presented: [first, ...others] };
  };
}

/** Whoever tells it names the host. */
function noAddress({ hostOption }: ConnectSettings): string {
  return hostOption === undefined ? 'it has no address' : `it has no address; is ${hostOption} right?`;
}

async function presentedAt(
  { address }: HostAddress,
  { host, port, tlsOnConnect }: Endpoint,
  { dialer, heloName, timeoutMs = 10_000 }: ConnectSettings,
): Promise<Presented[]> {
  const { signal } = new AbortController();
  const found = await presentedCertificates(dialer, {
    ...{ address, port, tlsOnConnect, serverName: host, heloName, timeoutMs, signal },
  });
  return found.map((one) => ({ ...one, where: `${address} port ${port}` }));
}

function unknown(detail: string): EndpointView {
  return { kind: 'unknown', detail };
}
