/** The DNS provider of the configuration, for the commands that change records. */
import { join } from 'node:path';

import type { Config } from '#config';
import { generateRecords, NAME_SERVER_DIR, readZoneOverrides, writeZoneOverrides } from '#zones';
import {
  type DnsProvider,
  lookUpWith,
  openConfiguredProvider,
  type OwnZone,
  type ProviderPorts,
} from '#providers';
import { createResolver, resolverServers } from '#dns';

import { writeZones } from './zones.js';

/**
 * @param ask says to a person what to change, where nothing else can
 * @throws ProviderError when none is configured, or its token or key cannot be used
 */
export function openDnsProvider(config: Config, ask: (line: string) => void): Promise<DnsProvider> {
  return openConfiguredProvider(config.dnsProvider, {
    ownZone: ownZone(config),
    lookUp: lookUp(config),
    ask,
  });
}

function lookUp(config: Config): ProviderPorts['lookUp'] {
  return async (name, type) => {
    const servers = await resolverServers(config.dnsResolvers);
    return lookUpWith(createResolver({ servers }))(name, type);
  };
}

/** The zone that this instance generates, and what is kept beside or instead of that. */
export function ownZone(config: Config): OwnZone {
  const dir = join(config.zonesDir, NAME_SERVER_DIR);
  return {
    domain: config.domain,
    ttl: config.dnsTtl,
    generated: () => generateRecords(config, config.certs.dir),
    readOverrides: () => readZoneOverrides(dir),
    writeOverrides: async (overrides) => {
      await writeZoneOverrides(dir, overrides);
      await writeZones(config);
    },
  };
}
