import type { Command } from 'commander';

import { generateCertificates, type GenerateCertificatesResult } from '#certs';
import { loadConfig, type Config } from '#config';
import { type TlsaChange, tlsaChanges } from '#zones';

export function registerCerts(program: Command): void {
  program
    .command('certs')
    .description('Create the keys and certificates that CERTS_DIR lacks')
    .option('--rotate', 'replace the keys immediately; `rollover run --appliance` does it without a gap')
    .action(async (options: { readonly rotate?: true }) => {
      const config = loadConfig();
      const result = await makeCertificates(config, options.rotate === true);
      console.log(describeCertificates(config, result));
    });
}

export function makeCertificates(config: Config, rotate: boolean): Promise<GenerateCertificatesResult> {
  return generateCertificates({ domain: config.domain, ...config.certs, rotate });
}

/** What was done, and after new keys what has to be done in DNS. */
export function describeCertificates(config: Config, result: GenerateCertificatesResult): string {
  const { domain, certs } = config;
  switch (result.outcome) {
    case 'created':
      return `Certificates: made for ${domain} in ${certs.dir}`;
    case 'unchanged':
      return `Certificates: unchanged in ${certs.dir}`;
    case 'completed':
      return [
        `Certificates: ${result.made.join(', ')} made for ${domain} in ${certs.dir}, the others unchanged`,
        '',
        'These TLSA records are new:',
        ...tlsaChanges(config, result.before, result.certificates).flatMap(changeLines),
        '',
        'Publish the new records: `dns` writes the zone files, with the addresses of new hosts, and `dns push` publishes them at',
        'a provider; the own name server serves them without that. Until then the hosts that were there before work as before,',
        'and the scenarios and releases that need the new records do not work.',
      ].join('\n');
    case 'rotated':
      return [
        `Certificates: new keys for ${domain} in ${certs.dir}`,
        '',
        'These TLSA records change:',
        ...tlsaChanges(config, result.before, result.certificates).flatMap(changeLines),
        '',
        'The receiver presents the new certificate within seconds. Now write the zone files again with `dns`, and publish',
        'them: until the new records are in every cache, senders with DANE defer mail to `do`, and nothing that is measured',
        'counts. `havedane rollover run --appliance` changes the keys without such a gap (RFC 7671 §8.1).',
      ].join('\n');
  }
}

function changeLines({ name, before, after }: TlsaChange): string[] {
  const old = before === undefined ? [] : [`  - ${name} TLSA ${before}`];
  return [...old, `  + ${name} TLSA ${after}`];
}
