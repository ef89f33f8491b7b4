import type { Command } from 'commander';

import { loadConfig, type Config } from '#config';
import {
  formatDelegation,
  formatReport,
  generateZones,
  type GenerateZonesResult,
  type NameServerOptions,
  readZoneKey,
  writeNameServerFiles,
} from '#dns';

export function registerDns(program: Command): void {
  const dns = program
    .command('dns')
    .description('write the DNS records to publish into ZONES_DIR, and print them')
    .action(async () => {
      const config = loadConfig();
      const { records } = await writeZones(config);
      console.log(formatReport(config, records));
    });
  dns
    .command('ds')
    .description('print what the zone above has to hold when the own name server answers: DS, NS and glue')
    .action(async () => {
      const config = loadConfig();
      const key = await readZoneKey(config.nameServer.dir, config.domain);
      console.log(formatDelegation(nameServerOptions(config), key));
    });
}

/** The snippets, and what the own name server is run with. */
export async function writeZones(config: Config): Promise<GenerateZonesResult> {
  const { domain, publicIpv4, publicIpv6, publicUrl, dnsTtl, zonesDir } = config;
  const addresses = { publicIpv4, publicIpv6 };
  const { records, written } = await generateZones({
    ...{ domain, publicUrl, dnsTtl, zonesDir, certsDir: config.certs.dir },
    ...addresses,
  });
  const others = await writeNameServerFiles(nameServerOptions(config), records, zonesDir);
  return { records, written: [...written, ...others] };
}

function nameServerOptions({ nameServer, ...config }: Config): NameServerOptions {
  const { domain, publicIpv4, publicIpv6, dnsTtl } = config;
  const { names: nameServers, ...others } = nameServer;
  return { domain, publicIpv4, publicIpv6, dnsTtl, nameServers, ...others };
}
