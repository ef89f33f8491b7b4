/** What a rollover of this instance expects of its hosts: at each of them senders take what is presented there, by the records there. */
import { expect, inject, it } from 'vitest';

import { loadConfig } from '#config';
import { parseTlsa, verifyDane } from '#dane';
import { availableScenarios, type KnownScenario, SCENARIOS } from '#scenarios';

import { ownZone } from '../../apps/cli/src/dns-provider.js';
import { ApplianceCertificates } from '../../apps/cli/src/rollover/appliance/appliance-certificates.js';
import { appliancePlaces } from '../../apps/cli/src/rollover/appliance/appliance-target.js';
import { KeptRecords } from '../../apps/cli/src/rollover/appliance/kept-records.js';

/** One for the fallbacks, and one for each scenario that has an address of its own. */
const EXTRA_IPV4 = SCENARIOS.map((_, index) => `192.0.2.${index + 26}`).join(',');
const ENV = {
  DOMAIN: 'havedane.test',
  PUBLIC_IPV4: '192.0.2.25',
  PUBLIC_IPV6: '2001:db8::25',
  EXTRA_IPV4,
  DNS_PROVIDER: 'knot',
};

it('is what the certificates and the records of every scenario give', async () => {
  const config = loadConfig({ ...ENV, CERTS_DIR: inject('certsDir') });
  const isDane = ({ mtaSts }: Pick<KnownScenario, 'mtaSts'>): boolean => mtaSts === undefined;
  expect(availableScenarios(config).filter(isDane)).toHaveLength(SCENARIOS.filter(isDane).length);
  const kept = new KeptRecords(ownZone(config));
  const next = await new ApplianceCertificates(config, kept, () => false).current();
  const places = appliancePlaces(config);
  expect(places.some(({ expected }) => expected === 'mismatch')).toBe(true);
  for (const { host, tlsaName, expected } of places) {
    const records = next.records.flatMap(({ name, data }) => (name === tlsaName ? [readTlsa(data)] : []));
    const chain = next.otherChains?.[tlsaName] ?? next.chain;
    const { outcome } = verifyDane({ records, chain, referenceNames: [host], now: Date.now() });
    expect(outcome === 'verified', host).toBe(expected === 'verified');
  }
});

function readTlsa(data: string) {
  const parsed = parseTlsa(data);
  if (!parsed.ok) throw new Error(`no TLSA record: ${data}`);
  return parsed.record;
}
