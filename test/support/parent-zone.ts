/** The zone above the product's domain, as a registry runs it: signed, with the records of one delegation. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Daemon } from '../lab/daemon.js';
import { runCommand } from '../lab/run-command.js';
import { launchKnot } from './knot-process.js';

export interface ParentZoneOptions {
  readonly directory: string;
  readonly domain: string;
  readonly address: string;
  /** NS, glue and DS in master-file format, with absolute names. */
  readonly delegation: readonly string[];
}

export class ParentZone {
  private daemon: Daemon | undefined;

  constructor(private readonly options: ParentZoneOptions) {}

  /** Resolves to the key of the zone as a DNSKEY record. */
  async start(): Promise<string> {
    const { directory, domain, address, delegation } = this.options;
    await mkdir(directory, { recursive: true });
    const zone = [
      `$ORIGIN ${domain}.`,
      '$TTL 60',
      '@ SOA ns hostmaster 1 3600 600 86400 5',
      '@ NS ns',
      `ns A ${address}`,
      ...delegation,
      '',
    ];
    await writeFile(join(directory, 'zone'), zone.join('\n'));
    this.daemon = await launchKnot({
      name: `The name server of ${domain}`,
      directory,
      listen: { address, port: 53 },
      clauses: this.clauses(),
    });
    return this.daemon.ready(() => this.publicKey());
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  private async publicKey(): Promise<string | undefined> {
    const { domain, address } = this.options;
    const options = ['+noall', '+answer', '+timeout=1', '+retry=0'];
    const answer = await runCommand('kdig', [`@${address}`, domain, 'DNSKEY', ...options]);
    return answer.split('\n').find((line) => /\sDNSKEY\s/.test(line));
  }

  private clauses(): string {
    const { directory, domain } = this.options;
    return `\
policy:
  - id: own
    single-type-signing: on
zone:
  - domain: ${domain}
    file: "${join(directory, 'zone')}"
    zonefile-sync: -1
    dnssec-signing: on
    dnssec-policy: own
`;
  }
}
