import type { Command } from 'commander';

import { generateCertificates, type GenerateCertificatesResult } from '#certs';
import { loadConfig, type Config } from '#config';
import { type TlsaChange, tlsaChanges } from '#dns';

export function registerCerts(program: Command): void {
  program
    .command('certs')
    .description('make the keys and certificates in CERTS_DIR, if there are none')
    .option('--rotate', 'make new keys in place of the present ones, and tell which TLSA records change')
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
export function describeCertificates({ domain, certs }: Config, result: GenerateCertificatesResult): string {
  switch (result.outcome) {
    case 'created':
      return `Certificates: made for ${domain} in ${certs.dir}`;
    case 'unchanged':
      return `Certificates: unchanged in ${certs.dir}`;
    case 'completed':
      return [
        `Certificates: the missing spare made for ${domain} in ${certs.dir}, the others unchanged`,
        '',
        'These TLSA records are new:',
        ...tlsaChanges(domain, result.before, result.certificates).flatMap(changeLines),
        '',
        'Now write the zone files again with `dns`, publish them, and restart the receiver. Without them all works as',
        'before, but the message that a sender refused to deliver cannot be let through.',
      ].join('\n');
    case 'rotated':
      return [
        `Certificates: new keys for ${domain} in ${certs.dir}`,
        '',
        'These TLSA records change:',
        ...tlsaChanges(domain, result.before, result.certificates).flatMap(changeLines),
        '',
        'Now write the zone files again with `dns` and publish the new TLSA records beside the old ones. When the old',
        'ones have been in every cache for their TTL, restart the receiver: it presents the old certificate until then.',
        'Last, take the old records out of DNS (RFC 7671 §8.1).',
      ].join('\n');
  }
}

function changeLines({ name, before, after }: TlsaChange): string[] {
  const old = before === undefined ? [] : [`  - ${name} TLSA ${before}`];
  return [...old, `  + ${name} TLSA ${after}`];
}
