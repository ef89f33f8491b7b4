/** A Postfix whose certificates change, the zone that tells of them, and who sends to it meanwhile. */
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { formatTlsa } from '#dane';
import type { TlsaRecord } from '#dns';

import { Postfix } from '../lab/postfix.js';
import { ConstantSenders } from './constant-senders.js';
import { PosttlsFinger } from './posttls-finger.js';
import { ReceivingPostfix } from './receiving-postfix.js';
import type { Chain } from './receiving-server.js';
import { RollingDns } from './rolling-dns.js';

export const ROLLING_ZONE = 'rolling.test';

/** Seconds: of the TLSA records. */
export const ROLLING_TTL = 2;

export interface RollingHost {
  /** In the zone. */
  readonly host: string;
  readonly chains: readonly Chain[];
  /** What is published at the beginning. */
  readonly records: readonly TlsaRecord[];
}

export class RollingWorld {
  private constructor(
    readonly directory: string,
    readonly dns: RollingDns,
    readonly postfix: ReceivingPostfix,
    private readonly finger: PosttlsFinger,
    private readonly sender: Postfix,
  ) {}

  static async start(hosts: readonly RollingHost[]): Promise<RollingWorld> {
    const directory = await mkdtemp(join(tmpdir(), 'havedane-rolling-'));
    // Postfix reads its configuration as a user of its own.
    await chmod(directory, 0o755);
    for (const name of ['dns', 'sender']) await mkdir(join(directory, name));
    const postfix = new ReceivingPostfix({
      directory: join(directory, 'receiver'),
      services: hosts.map(({ host, chains }) => ({ host, port: 25, kind: 'starttls', chains })),
      takesMail: true,
    });
    const records = hosts.flatMap(({ host, records: tlsa }) => [
      `${host}. 60 A ${postfix.addressOf(host)}`,
      ...tlsa.map((record) => `${tlsaNameOf(host)} ${ROLLING_TTL} TLSA ${formatTlsa(record)}`),
    ]);
    // Every connection is a handshake of its own, with the certificate of the moment.
    const fresh = { smtp_tls_session_cache_database: '', smtp_connection_cache_on_demand: 'no' };
    const sender = new Postfix('dane-only', join(directory, 'sender'), fresh);
    const dns = await RollingDns.start({ directory: join(directory, 'dns'), zone: ROLLING_ZONE, records });
    const finger = await PosttlsFinger.create({
      ...{ directory, resolverAddress: dns.resolver.address, configuration: postfix.configuration },
    });
    const world = new RollingWorld(directory, dns, postfix, finger, sender);
    try {
      await postfix.start();
      await sender.start();
      return world;
    } catch (error) {
      // A Postfix that is left behind would share its addresses with the next one, and take half of its connections.
      await world.stop();
      throw error;
    }
  }

  /** They connect until they are stopped. */
  sendersTo(hosts: readonly string[]): ConstantSenders {
    return new ConstantSenders(hosts, this.finger, this.sender);
  }

  async stop(): Promise<void> {
    await Promise.all([this.dns.stop(), this.postfix.stop(), this.sender.stop()]);
    await rm(this.directory, { recursive: true, force: true });
  }
}

export function tlsaNameOf(host: string): string {
  return `_25._tcp.${host}.`;
}
