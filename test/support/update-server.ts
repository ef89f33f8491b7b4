/** A real primary name server for a zone that takes updates signed with TSIG, as Debian packages it. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Endpoint } from '#dns';
import type { TsigKey } from '#providers';

import type { Daemon } from '../lab/daemon.js';
import { dnsQuery } from './dns-query.js';
import { freeDnsPort } from './free-dns-port.js';
import { launchBind } from './update-servers/bind.js';
import { launchUpdatedKnot } from './update-servers/knot.js';
import { launchPowerDns } from './update-servers/powerdns.js';

/** BIND listens at addresses of interfaces alone, which others of 127.0.0.0/8 are not. */
const ADDRESS = '127.0.0.1';

const LAUNCHERS = { 'BIND 9': launchBind, Knot: launchUpdatedKnot, PowerDNS: launchPowerDns };

export const UPDATE_SERVERS = ['BIND 9', 'Knot', 'PowerDNS'] as const;

export interface UpdateServerOptions {
  readonly zone: string;
  /** In master-file format, besides SOA and NS. */
  readonly records?: readonly string[];
  readonly program?: (typeof UPDATE_SERVERS)[number];
  /** A new one unless given. */
  readonly key?: TsigKey;
}

/** What a program is started with. */
export interface UpdateServerSetup {
  /** Exists, for this server alone. */
  readonly directory: string;
  readonly listen: Endpoint;
  readonly zone: string;
  /** In master-file format. */
  readonly zoneFile: string;
  /** May change every name, and there the types of `RecordType`. */
  readonly key: TsigKey;
  /** Is known, and may not change a TLSA record. */
  readonly idleKey: TsigKey;
}

const newKey = (name: string): TsigKey => ({
  name,
  algorithm: 'hmac-sha256',
  secret: randomBytes(32).toString('base64'),
});

export class UpdateServer {
  private constructor(
    private readonly setup: UpdateServerSetup,
    private readonly daemon: Daemon,
  ) {}

  /** Starts it and waits until it answers. */
  static async start(options: UpdateServerOptions): Promise<UpdateServer> {
    const directory = await mkdtemp(join(tmpdir(), 'havedane-update-'));
    const setup: UpdateServerSetup = {
      directory,
      listen: { address: ADDRESS, port: await freeDnsPort(ADDRESS) },
      zone: options.zone,
      zoneFile: join(directory, 'zone'),
      key: options.key ?? newKey('push'),
      idleKey: newKey('idle'),
    };
    await writeFile(setup.zoneFile, zoneText(options));
    const server = new UpdateServer(setup, await LAUNCHERS[options.program ?? 'Knot'](setup));
    await server.daemon.ready(async () => {
      const data = await server.publicData(options.zone, 'SOA').catch(() => []);
      return data[0];
    });
    return server;
  }

  get key(): TsigKey {
    return this.setup.key;
  }

  get idleKey(): TsigKey {
    return this.setup.idleKey;
  }

  get address(): string {
    return this.setup.listen.address;
  }

  get port(): number {
    return this.setup.listen.port;
  }

  /** As in DNS_UPDATE_SERVER. */
  get endpoint(): { readonly host: string; readonly port: number } {
    return { host: this.address, port: this.port };
  }

  /** The data in answers to questions with the key, sorted. */
  async data(name: string, type: string): Promise<string[]> {
    const { algorithm, name: keyName, secret } = this.key;
    const signature = ['-y', `${algorithm}:${keyName}:${secret}`];
    return [...(await dnsQuery(this.setup.listen, name, type, ['+norec', '+tcp', ...signature])).data].sort();
  }

  /** The same without the key. */
  async publicData(name: string, type: string): Promise<string[]> {
    return [...(await dnsQuery(this.setup.listen, name, type, ['+norec', '+tcp'])).data].sort();
  }

  async remove(): Promise<void> {
    await this.daemon.stop();
    await rm(this.setup.directory, { recursive: true, force: true });
  }
}

function zoneText({ zone, records = [] }: UpdateServerOptions): string {
  const apex = [
    `${zone}. 300 SOA ns.${zone}. hostmaster.${zone}. 1 3600 600 86400 5`,
    `${zone}. 300 NS ns.${zone}.`,
    `ns.${zone}. 300 A ${ADDRESS}`,
  ];
  return [...apex, ...records, ''].join('\n');
}
