/**
 * A small Internet's DNS on loopback addresses: a signed root zone, served by Knot, and a validating Unbound that trusts
 * it. Most names stand in the root zone itself, so that one signature run does.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Endpoint } from '#dns';

import type { Daemon } from '../lab/daemon.js';
import { runCommand } from '../lab/run-command.js';
import { launchUnbound } from '../lab/unbound-process.js';
import { freeDnsPort } from './free-dns-port.js';
import { answersFor, startStaticNameServer, zoneFile } from './static-name-server.js';

export const SIGNED_DNS_ADDRESS = '127.0.0.81';

export interface SignedDnsOptions {
  /** Of the signed root zone, in master-file format with absolute names. */
  readonly records: readonly string[];
  /** Zones that nobody signs, with their records. */
  readonly unsigned?: Readonly<Record<string, readonly string[]>>;
  /** Changes the root zone after it was signed: what it changes is bogus. */
  readonly spoil?: (zone: string) => string;
  /** Where the name server answers; a free port unless given. Who asks name servers directly knows no port but 53. */
  readonly nameServer?: Endpoint;
  /** Where the validating resolver answers; a free port unless given. The C library knows no port but 53. */
  readonly resolver?: Endpoint;
}

export interface SignedDns {
  /** Validates. */
  readonly resolver: Endpoint;
  /** Resolves the same and validates nothing. */
  readonly plainResolver: Endpoint;
  readonly nameServer: Endpoint;
  stop(): Promise<void>;
}

export async function startSignedDns({
  records,
  unsigned = {},
  spoil = (zone) => zone,
  nameServer: nameServerAt,
  resolver: listen,
}: SignedDnsOptions): Promise<SignedDns> {
  const directory = await mkdtemp(join(tmpdir(), 'havedane-signed-dns-'));
  const delegations = Object.keys(unsigned).map((zone) => `${zone}. NS ns.test.`);
  const { zone, key } = await signedRoot(directory, [
    `ns.test. A ${nameServerAt?.address ?? SIGNED_DNS_ADDRESS}`,
    ...records,
    ...delegations,
  ]);
  const zones: Readonly<Record<string, string>> = {
    '.': spoil(zone),
    ...Object.fromEntries(Object.entries(unsigned).map(([name, own]) => [name, zoneFile(`${name}.`, own)])),
  };
  const daemons: Daemon[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const nameServer = await startKnot(directory, zones, nameServerAt, daemons);
    const common = { directory, zones: Object.keys(zones), nameServer, daemons };
    const [resolver, plainResolver] = await Promise.all([
      startUnbound({ ...common, name: 'validating', trustAnchor: key, listen }),
      startUnbound({ ...common, name: 'plain', trustAnchor: null, listen: undefined }),
    ]);
    return { resolver, plainResolver, nameServer, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function signedRoot(
  directory: string,
  records: readonly string[],
): Promise<{ zone: string; key: string }> {
  const cwd = directory;
  await writeFile(join(directory, 'root'), zoneFile('.', records));
  const ldnsKeygen = ['-r', '/dev/urandom', '-a', 'ECDSAP256SHA256', '-k', '.'];
  const key = (await runCommand('ldns-keygen', ldnsKeygen, { cwd })).trim();
  await runCommand('ldns-signzone', ['-o', '.', '-f', 'root.signed', 'root', key], { cwd });
  return {
    zone: await readFile(join(directory, 'root.signed'), 'utf8'),
    key: await readFile(join(directory, `${key}.key`), 'utf8'),
  };
}

async function startKnot(
  directory: string,
  zones: Readonly<Record<string, string>>,
  listen: Endpoint | undefined,
  daemons: Daemon[],
): Promise<Endpoint> {
  const endpoint = await endpointOf(listen);
  daemons.push(await startStaticNameServer({ directory, ...endpoint, zones }));
  return endpoint;
}

interface UnboundOptions {
  readonly directory: string;
  readonly name: string;
  readonly zones: readonly string[];
  readonly nameServer: Endpoint;
  readonly trustAnchor: string | null;
  readonly listen: Endpoint | undefined;
  readonly daemons: Daemon[];
}

async function startUnbound(options: UnboundOptions): Promise<Endpoint> {
  const { zones, nameServer, trustAnchor } = options;
  const endpoint = await endpointOf(options.listen);
  const daemon = await launchUnbound({
    ...{ directory: join(options.directory, options.name), listen: endpoint, trustAnchor },
    settings: [
      'ede: yes',
      'val-log-level: 2',
      ...['test.', '127.in-addr.arpa.', '2.0.192.in-addr.arpa.'].map(
        (zone) => `local-zone: "${zone}" nodefault`,
      ),
    ],
    stubs: zones.map((zone) => ({ zone, nameServers: [nameServer] })),
  });
  options.daemons.push(daemon);
  await daemon.ready(() => answersFor('.', endpoint));
  return endpoint;
}

async function endpointOf(given: Endpoint | undefined): Promise<Endpoint> {
  return given ?? { address: SIGNED_DNS_ADDRESS, port: await freeDnsPort(SIGNED_DNS_ADDRESS) };
}
