/**
 * A signed zone as a rollover meets it: a real primary (Knot) that takes updates with TSIG and signs, a secondary that lags
 * behind it by a second or two, and a real resolver (Unbound) that asks either and validates. On port 53 of its own addresses.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Daemon } from '../lab/daemon.js';
import { RESOLVER_ADDRESS } from '../lab/lab-addresses.js';
import { Unbound } from '../lab/unbound.js';
import { dnsQuery } from './dns-query.js';
import { launchKnot } from './knot-process.js';

const PRIMARY = { address: '127.0.8.1', port: 53 };
const SECONDARY = { address: '127.0.8.2', port: 53 };

const KEY = 'rollover';

export interface RollingDnsOptions {
  /** Of its own; exists. */
  readonly directory: string;
  readonly zone: string;
  /** In master-file format with absolute names, besides SOA and NS. */
  readonly records: readonly string[];
}

export class RollingDns {
  private readonly secret = randomBytes(32).toString('base64');
  private readonly daemons: Daemon[] = [];
  private unbound: Unbound | undefined;

  private constructor(private readonly options: RollingDnsOptions) {}

  static async start(options: RollingDnsOptions): Promise<RollingDns> {
    const dns = new RollingDns(options);
    try {
      await dns.startAll();
      return dns;
    } catch (error) {
      await dns.stop();
      throw error;
    }
  }

  readonly resolver = { address: RESOLVER_ADDRESS, port: 53 };

  /** For DNS_UPDATE_SERVER. */
  readonly updateServer = PRIMARY.address;

  /** For DNS_UPDATE_KEY_FILE. */
  get keyFile(): string {
    return join(this.options.directory, 'update.key');
  }

  /** The records of each of the two servers, in lower case and sorted. */
  async tlsa(name: string): Promise<readonly (readonly string[])[]> {
    return Promise.all(
      [PRIMARY, SECONDARY].map(async (server) => {
        const { data } = await dnsQuery(server, name, 'TLSA', ['+norec']);
        return data.map((text) => text.toLowerCase()).sort();
      }),
    );
  }

  async stop(): Promise<void> {
    await Promise.all([this.unbound?.stop(), ...this.daemons.map((daemon) => daemon.stop())]);
  }

  private async startAll(): Promise<void> {
    const { directory, zone } = this.options;
    const key = `key "${KEY}" { algorithm hmac-sha256; secret "${this.secret}"; };\n`;
    await writeFile(this.keyFile, key, { mode: 0o600 });
    await this.startKnot('primary', PRIMARY, this.primaryZone());
    await this.startKnot('secondary', SECONDARY, this.secondaryZone());
    const { data } = await dnsQuery(PRIMARY, zone, 'DNSKEY', ['+norec']);
    this.unbound = new Unbound({
      ...{ directory: join(directory, 'unbound'), domain: zone, listen: this.resolver },
      trustAnchor: data.map((text) => `${zone}. DNSKEY ${text}`).join('\n'),
      nameServer: PRIMARY,
      furtherNameServers: [SECONDARY],
    });
    await this.unbound.start();
  }

  private async startKnot(name: string, endpoint: typeof PRIMARY, zone: string): Promise<void> {
    const dir = join(this.options.directory, name);
    await mkdir(dir);
    await writeFile(join(dir, 'zone'), this.zoneFile());
    const daemon = await launchKnot({
      name: `Knot, the ${name}`,
      directory: dir,
      listen: endpoint,
      clauses: this.clauses(dir, zone),
    });
    this.daemons.push(daemon);
    // Signed, or transferred from there.
    await daemon.ready(async () => {
      const soon = ['+norec', '+timeout=1', '+retry=0'];
      const answer = await dnsQuery(endpoint, this.options.zone, 'DNSKEY', soon).catch(() => undefined);
      return answer?.data[0];
    });
  }

  /** The secondary asks for changes every two seconds, and lags behind by that. */
  private zoneFile(): string {
    const { zone, records } = this.options;
    return [
      `${zone}. 60 SOA ns1.${zone}. hostmaster.${zone}. 1 1 1 86400 1`,
      `${zone}. 60 NS ns1.${zone}.`,
      `${zone}. 60 NS ns2.${zone}.`,
      `ns1.${zone}. 60 A ${PRIMARY.address}`,
      `ns2.${zone}. 60 A ${SECONDARY.address}`,
      ...records,
      '',
    ].join('\n');
  }

  private primaryZone(): string {
    return `    zonefile-load: whole
    dnssec-signing: on
    dnssec-policy: one-key
    acl: [ update, transfer ]
    journal-content: changes`;
  }

  private secondaryZone(): string {
    return `    zonefile-load: none
    master: primary
    refresh-min-interval: 2
    refresh-max-interval: 2`;
  }

  private clauses(dir: string, zone: string): string {
    return `\
key:
  - id: ${KEY}
    algorithm: hmac-sha256
    secret: ${this.secret}
remote:
  - id: primary
    address: ${PRIMARY.address}@${PRIMARY.port}
    via: ${SECONDARY.address}
acl:
  - id: update
    key: ${KEY}
    action: update
    update-type: [ TLSA ]
    update-owner: name
    update-owner-match: sub-or-equal
    update-owner-name: [ ${this.options.zone}. ]
  - id: transfer
    address: ${SECONDARY.address}
    action: transfer
policy:
  - id: one-key
    single-type-signing: on
    ksk-lifetime: 0
zone:
  - domain: "${this.options.zone}"
    file: "${dir}/zone"
    zonefile-sync: -1
${zone}
`;
  }
}
