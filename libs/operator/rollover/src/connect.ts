/**
 * What every address of a host presents: a sender may meet any of them, and each kind of certificate that it has. Behind one
 * address there may be several receivers, and each connection meets any of them: so each is looked at more than once.
 */
import pLimit from 'p-limit';

import { findHost, type HostAddress } from '#dane';
import type { Resolver } from '#dns';
import { type Dialer, presentedAgain, type PresentedCertificate, presentedCertificates } from '#smtp-client';

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

/** Of one address: far fewer than a server takes from one client. */
const AT_ONCE = 4;

export function connectBy(settings: ConnectSettings): RolloverPorts['connect'] {
  return async (place, times) => {
    const { addresses, faults } = await findHost(settings.resolver, place.host, settings.families);
    const [fault] = faults;
    if (fault !== undefined) {
      return unknown(`its IPv${fault.family} addresses cannot be looked up: ${fault.detail}`);
    }
    const presented = await Promise.all(
      addresses.map((address) => presentedAt(address, place, times, settings)),
    );
    const [first, ...others] = presented.flat();
    if (first === undefined) return unknown(noAddress(settings));
    return { kind: 'connected', presented: [first, ...others] };
  };
}

/** Whoever tells it names the host. */
function noAddress({ hostOption }: ConnectSettings): string {
  return hostOption === undefined ? 'it has no address' : `it has no address; is ${hostOption} right?`;
}

/** Each thing that was presented, once. */
async function presentedAt(
  { address }: HostAddress,
  { host, port, tlsOnConnect }: Endpoint,
  times: number,
  { dialer, heloName, timeoutMs = 10_000 }: ConnectSettings,
): Promise<Presented[]> {
  const { signal } = new AbortController();
  const where = { address, port, tlsOnConnect, serverName: host, heloName, timeoutMs, signal };
  const first = await presentedCertificates(dialer, where);
  const limit = pLimit(AT_ONCE);
  const again = Array.from({ length: times - 1 }, () => limit(() => presentedAgain(dialer, where, first)));
  const found = [...first, ...(await Promise.all(again)).flat()];
  const once = new Map(found.map((one) => [identityOf(one), one]));
  return [...once.values()].map((one) => ({ ...one, where: `${address} port ${port}` }));
}

function identityOf({ offer, result }: PresentedCertificate): string {
  if (result.kind !== 'presented') return `${offer} ${result.kind}`;
  return [offer, ...result.chain.map((one) => Buffer.from(one).toString('base64'))].join(' ');
}

function unknown(detail: string): EndpointView {
  return { kind: 'unknown', detail };
}
