import type { Command } from 'commander';

import { loadConfig, removedVariables } from '#config';

import { writeZones } from '../zones.js';
import { describeCertificates, makeCertificates } from './certs.command.js';
import { migrate } from './migrate.command.js';

export function registerSetup(program: Command): void {
  program
    .command('setup')
    .description('Run certs, dns and migrate: everything the apps need; running it again is harmless')
    .action(setup);
}

async function setup(): Promise<void> {
  const config = loadConfig();
  for (const hint of removedVariables()) console.error(hint);
  console.log(describeCertificates(config, await makeCertificates(config, false)));

  const { written } = await writeZones(config);
  const files = written.length === 0 ? 'unchanged' : `wrote ${written.join(', ')}`;
  console.log(`DNS: ${files} in ${config.zonesDir}`);
  if (config.publicIpv4 === undefined && config.publicIpv6 === undefined) {
    console.log('DNS: address records are left out; set PUBLIC_IPV4 or PUBLIC_IPV6 before you publish them');
  }

  await migrate(config);
}
