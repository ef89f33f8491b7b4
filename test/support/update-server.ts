/** A real primary name server (Knot) for example.org that takes updates signed with TSIG. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TsigKey } from '#providers';

import type { Daemon } from '../lab/daemon.js';
import { dnsQuery } from './dns-query.js';
import { freeDnsPort } from './free-dns-port.js';
import { launchKnot } from './knot-process.js';

const ADDRESS = '127.0.0.73';

export interface UpdateServerOptions {
  readonly zone: string;
  /** In master-file format, besides SOA and NS. */
  readonly records?: readonly string[];
}

const key = (name: string): TsigKey => ({
  name,
  algorithm: 'hmac-sha256',
  secret: randomBytes(32).toString('base64'),
});

export class UpdateServer {
  /** May change every name, and there the types of `RecordType`. */
  readonly key = key('push');
  /** May change A records and nothing else. */
  readonly idleKey = key('idle');
  readonly address = ADDRESS;

  private constructor(
    readonly dir: string,
    readonly port: number,
    private readonly options: UpdateServerOptions,
    private daemon?: Daemon,
  ) {}

  /** Starts it and waits until it answers. */
  static async start(options: UpdateServerOptions): Promise<UpdateServer> {
    const dir = await mkdtemp(join(tmpdir(), 'havedane-update-'));
    const server = new UpdateServer(dir, await freeDnsPort(ADDRESS), options);
    await writeFile(join(dir, 'zone'), server.zoneFile());
    server.daemon = await launchKnot({
      name: 'Knot',
      directory: dir,
      listen: server,
      clauses: server.clauses(),
    });
    await server.daemon.ready(async () => {
      const answer = await dnsQuery(server, options.zone, 'SOA').catch(() => undefined);
      return answer?.data[0];
    });
    return server;
  }

  /** The name and address as in DNS_UPDATE_SERVER. */
  get endpoint(): { readonly host: string; readonly port: number } {
    return { host: ADDRESS, port: this.port };
  }

  /** The data that is answered with, sorted. */
  async data(name: string, type: string): Promise<string[]> {
    return [...(await dnsQuery(this, name, type, ['+norec'])).data].sort();
  }

  async remove(): Promise<void> {
    await this.daemon?.stop();
    await rm(this.dir, { recursive: true, force: true });
  }

  private zoneFile(): string {
    const { zone, records = [] } = this.options;
    const apex = [
      `${zone}. 300 SOA ns.${zone}. hostmaster.${zone}. 1 3600 600 86400 5`,
      `${zone}. 300 NS ns.${zone}.`,
      `ns.${zone}. 300 A ${ADDRESS}`,
    ];
    return [...apex, ...records, ''].join('\n');
  }

  private clauses(): string {
    const { dir, options } = this;
    const keys = [this.key, this.idleKey].map(
      ({ name, algorithm, secret }) => `  - id: ${name}\n    algorithm: ${algorithm}\n    secret: ${secret}`,
    );
    return `\
key:
${keys.join('\n')}
acl:
  - id: push
    key: push
    action: update
    update-type: [ A, AAAA, CAA, TLSA, TXT ]
    update-owner: name
    update-owner-match: sub-or-equal
    update-owner-name: [ ${options.zone}. ]
  - id: idle
    key: idle
    action: update
    update-type: [ A ]
zone:
  - domain: "${options.zone}"
    file: "${dir}/zone"
    acl: [ push, idle ]
    zonefile-sync: -1
    journal-content: changes
`;
  }
}
