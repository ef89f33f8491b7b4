import type { Command } from 'commander';

import { loadConfig } from '#config';
import { formatDelegation, formatReport, readZoneKey } from '#zones';

import type { ExitStatus } from '../exit-status.js';
import { nameServerOptions, writeZones } from '../zones.js';
import { registerDnsPush } from './dns-push.command.js';

export function registerDns(program: Command, status: ExitStatus): void {
  const dns = program
    .command('dns')
    .description('Write the DNS records to publish into ZONES_DIR, and print them')
    .action(async () => {
      const config = loadConfig();
      const { records } = await writeZones(config);
      console.log(formatReport(config, records));
    });
  dns
    .command('ds')
    .description('Print the DS, NS and glue records for the parent zone')
    .action(async () => {
      const config = loadConfig();
      const key = await readZoneKey(config.nameServer.dir, config.domain);
      console.log(formatDelegation(nameServerOptions(config), key));
    });
  registerDnsPush(dns, status);
}
