import type { Command } from 'commander';

import { loadConfig, type Config } from '#config';
import { formatReport, generateZones, type GenerateZonesResult } from '#dns';

export function registerDns(program: Command): void {
  program
    .command('dns')
    .description('write the DNS records to publish into ZONES_DIR, and print them')
    .action(async () => {
      const config = loadConfig();
      const { records } = await writeZones(config);
      console.log(formatReport(config, records));
    });
}

export function writeZones(config: Config): Promise<GenerateZonesResult> {
  const { domain, publicIpv4, publicIpv6, dnsTtl, zonesDir } = config;
  return generateZones({ domain, publicIpv4, publicIpv6, dnsTtl, zonesDir, certsDir: config.certs.dir });
}
