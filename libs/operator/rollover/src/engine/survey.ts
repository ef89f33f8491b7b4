/** Looks at everything that a judgement needs, and changes nothing. */
import pLimit from 'p-limit';

import { canonicalData, canonicalName, type DnsProvider, listAll, type ZoneRecord } from '#providers';

import type { NameLook, PlaceLook } from '../judge/looks.js';
import type { PlannedRecord } from '../planned-record.js';
import type { CertificateFacts, Endpoint, RolloverPorts } from '../ports.js';

/** Every name that a rollover may change, each once. */
export function namesOf(
  places: readonly Endpoint[],
  ...certificates: readonly (CertificateFacts | null)[]
): string[] {
  const records = certificates.flatMap((one) => one?.records ?? []);
  return [...new Set([...places.map(({ tlsaName }) => tlsaName), ...records.map(({ name }) => name)])];
}

/** Many names may be in one zone and lead to one server: the resolver answers in time, and the server takes so many connections. */
const AT_ONCE = 8;

export function lookAtNames(
  ports: Pick<RolloverPorts, 'askNameServers'>,
  names: readonly string[],
): Promise<NameLook[]> {
  const limit = pLimit(AT_ONCE);
  return Promise.all(
    names.map((tlsaName) => limit(async () => ({ tlsaName, view: await ports.askNameServers(tlsaName) }))),
  );
}

/**
 * How often each port of an address is connected to. Several receivers may share it, one of which did not load the certificate:
 * where connections are shared out evenly, it is missed once in 4,000,000,000 looks of two receivers, in 10,000 of four, in 70
 * of eight. The places of a port share them: its receivers load all their certificates together.
 */
export const CONNECTIONS = 32;

export function connectToPlaces(ports: Pick<RolloverPorts, 'places' | 'connect'>): Promise<PlaceLook[]> {
  const limit = pLimit(AT_ONCE);
  return Promise.all(
    ports.places.map((place) => {
      const sharing = ports.places.filter(({ port }) => port === place.port).length;
      const times = Math.ceil(CONNECTIONS / sharing);
      return limit(async () => ({ place, view: await ports.connect(place, times) }));
    }),
  );
}

/** @throws ProviderError */
export async function listRecords(provider: DnsProvider, names: readonly string[]): Promise<ZoneRecord[]> {
  const found = await listAll(provider, names, 'TLSA');
  return found.map((record) => ({
    ...record,
    name: canonicalName(record.name),
    data: canonicalData('TLSA', record.data),
  }));
}

export function planned({ name, data }: ZoneRecord): PlannedRecord {
  return { name, data };
}

/** A person is asked through DNS, whose caches are behind: what the name servers say counts, and nothing is held against them. */
export function answersForItself(provider: DnsProvider): boolean {
  return provider.name !== 'manual';
}
