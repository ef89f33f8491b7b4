/** Mail servers on loopback for every row, the signed zone that tells of them, and the resolver that validates it. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { formatTlsa } from '#dane';

import { Chasquid } from './chasquid.js';
import { PosttlsFinger } from './posttls-finger.js';
import { ReceivingPostfix } from './receiving-postfix.js';
import { DOMAIN_RECORDS } from './receiving-domains.js';
import type { Chain, ReceivingServer, ReceivingService } from './receiving-server.js';
import { RECEIVING_ROWS, type ReceivingRow, type ServerName } from './receiving-rows.js';
import { startSignedDns } from './signed-dns.js';

export const SERVER_NAMES = ['postfix', 'chasquid'] as const satisfies readonly ServerName[];

/** Of its own, for posttls-finger: the C library asks port 53. */
export const RECEIVING_RESOLVER = { address: '127.0.7.53', port: 53 };

export interface ReceivingWorld {
  readonly finger: PosttlsFinger;
  stop(): Promise<void>;
}

/** A row at one of the servers. */
interface Placed {
  readonly row: ReceivingRow;
  readonly service: ReceivingService;
}

export function rowsOf(server: ServerName): readonly ReceivingRow[] {
  return RECEIVING_ROWS.filter(({ servers = SERVER_NAMES }) => servers.includes(server));
}

export function hostOf({ label }: Pick<ReceivingRow, 'label'>, server: ServerName): string {
  return `${label}.${server}.test`;
}

function place(server: ServerName): readonly Placed[] {
  return rowsOf(server).map((row) => {
    const host = hostOf(row, server);
    const { port = 25, kind = 'starttls' } = row;
    return { row, service: { host, port, kind, chains: row.presents(host) } };
  });
}

export async function startReceivingWorld(): Promise<ReceivingWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'havedane-receiving-'));
  // Postfix reads its configuration as a user of its own.
  await chmod(directory, 0o755);
  const rows = { postfix: place('postfix'), chasquid: place('chasquid') };
  const at = (server: ServerName) => ({
    directory: join(directory, server),
    services: rows[server].map(({ service }) => service),
  });
  const postfix = new ReceivingPostfix(at('postfix'));
  const chasquid = new Chasquid(at('chasquid'));
  const zones = [...recordsOf(rows.postfix, postfix), ...recordsOf(rows.chasquid, chasquid)];
  const [dns] = await Promise.all([
    startSignedDns({
      records: [
        ...zones.filter(({ zone }) => zone === null).map(({ record }) => record),
        ...DOMAIN_RECORDS.signed,
      ],
      unsigned: { ...unsignedZones(zones), ...DOMAIN_RECORDS.unsigned },
      spoil: spoilBogus,
      resolver: RECEIVING_RESOLVER,
    }),
    postfix.start(),
    chasquid.start(),
  ]);
  const finger = await PosttlsFinger.create({
    ...{ directory, resolverAddress: RECEIVING_RESOLVER.address, configuration: postfix.configuration },
  });
  return {
    finger,
    stop: async () => {
      await Promise.all([dns.stop(), postfix.stop(), chasquid.stop()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

interface ZoneRecord {
  /** Null: the signed one. */
  readonly zone: string | null;
  readonly record: string;
}

function recordsOf(rows: readonly Placed[], server: ReceivingServer): ZoneRecord[] {
  return rows.flatMap(({ row, service: { host, port, chains } }) => {
    const records = [`${host}. A ${server.addressOf(host)}`, ...tlsaRecords(row, `${host}.`, port, chains)];
    return records.map((record) => ({ zone: row.zone === 'unsigned' ? host : null, record }));
  });
}

function tlsaRecords(
  { zone, publishes }: ReceivingRow,
  host: string,
  port: number,
  chains: readonly Chain[],
): string[] {
  const asked = `_${port}._tcp.${host}`;
  const owner = zone === 'alias' ? `tlsa.${host}` : asked;
  return [
    ...publishes(chains).map((record) => `${owner} TLSA ${formatTlsa(record)}`),
    ...(owner === asked ? [] : [`${asked} CNAME ${owner}`]),
  ];
}

function unsignedZones(records: readonly ZoneRecord[]): Record<string, string[]> {
  const zones: Record<string, string[]> = {};
  for (const { zone, record } of records) {
    if (zone !== null) zones[zone] = [...(zones[zone] ?? []), record];
  }
  return zones;
}

/** Other TLSA records than those that were signed, and nothing else. */
function spoilBogus(zone: string): string {
  return zone.replace(/^(_25\._tcp\.bogus\..*\sTLSA\s+3 1 1 )[0-9a-f]{8}/gim, '$100000000');
}
