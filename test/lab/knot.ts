/**
 * Knot DNS as the authoritative server of the lab's domain. It signs the zone by itself (ECDSA P-256); the zone is the
 * product's own snippets under an SOA and NS that any DNS operator would have already.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Daemon } from './daemon.js';
import { DNS_PORT, NAME_SERVER_ADDRESS } from './lab-addresses.js';
import { runCommand } from './run-command.js';

export interface KnotOptions {
  readonly directory: string;
  readonly domain: string;
  /** The directory of the product's zone snippets, `*.zone`. */
  readonly zonesDir: string;
}

export class Knot {
  private daemon: Daemon | undefined;

  constructor(private readonly options: KnotOptions) {}

  /** Resolves to the zone's key as a DNSKEY record: the trust anchor of whoever validates it. */
  async start(): Promise<string> {
    const { directory, domain } = this.options;
    await mkdir(join(directory, 'db'), { recursive: true });
    await writeFile(join(directory, 'lab.zone'), await this.zone());
    await writeFile(join(directory, 'knot.conf'), this.configuration());
    await runCommand('kzonecheck', ['-o', domain, join(directory, 'lab.zone')]);
    this.daemon = Daemon.start({
      name: 'Knot DNS',
      command: ['knotd', '--config', join(directory, 'knot.conf')],
      cwd: directory,
    });
    return this.daemon.ready(() => this.publicKey());
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  private async publicKey(): Promise<string | undefined> {
    const answer = await runCommand('kdig', [
      `@${NAME_SERVER_ADDRESS}`,
      ...[this.options.domain, 'DNSKEY', '+noall', '+answer', '+timeout=1', '+retry=0'],
    ]);
    return answer.split('\n').find((line) => /\sDNSKEY\s/.test(line));
  }

  private async zone(): Promise<string> {
    const snippets = (await readdir(this.options.zonesDir)).filter((name) => name.endsWith('.zone')).sort();
    return [
      `$ORIGIN ${this.options.domain}.`,
      '$TTL 5',
      '@ SOA ns hostmaster 1 3600 600 86400 5',
      '@ NS ns',
      `ns A ${NAME_SERVER_ADDRESS}`,
      ...snippets.map((name) => `$INCLUDE "${join(this.options.zonesDir, name)}"`),
      '',
    ].join('\n');
  }

  private configuration(): string {
    const { directory, domain } = this.options;
    return `server:
  rundir: "${directory}"
  listen: ${NAME_SERVER_ADDRESS}@${DNS_PORT}
log:
  - target: stderr
    any: info
database:
  storage: "${join(directory, 'db')}"
policy:
  - id: lab
    algorithm: ecdsap256sha256
    single-type-signing: on
zone:
  - domain: ${domain}
    storage: "${directory}"
    file: lab.zone
    zonefile-sync: -1
    dnssec-signing: on
    dnssec-policy: lab
`;
  }
}
