/**
 * A small Internet's DNS on loopback addresses: a signed root zone, served by Knot, and a validating Unbound that trusts
 * it. Most names stand in the root zone itself, so that one signature run does.
 */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Daemon } from '../lab/daemon.js';
import { findProgram } from '../lab/programs.js';
import { runCommand } from '../lab/run-command.js';
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

interface Endpoint {
  readonly address: string;
  readonly port: number;
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
  const endpoint = listen ?? {
    address: SIGNED_DNS_ADDRESS,
    port: await freeDnsPort(SIGNED_DNS_ADDRESS),
  };
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
  const directory = join(options.directory, options.name);
  const endpoint = options.listen ?? {
    address: SIGNED_DNS_ADDRESS,
    port: await freeDnsPort(SIGNED_DNS_ADDRESS),
  };
  await mkdir(directory);
  await writeFile(join(directory, 'trust-anchor'), options.trustAnchor ?? '');
  await writeFile(join(directory, 'unbound.conf'), unboundConfiguration(directory, endpoint, options));
  // Debian's AppArmor profile ties the installed path to /etc/unbound; a copy reads its configuration from here.
  const program = join(directory, 'unbound');
  await copyFile(findProgram('unbound') ?? 'unbound', program);
  const daemon = Daemon.start({
    name: 'Unbound',
    command: [program, '-d', '-c', join(directory, 'unbound.conf')],
    cwd: directory,
  });
  options.daemons.push(daemon);
  await daemon.ready(() => answersFor('.', endpoint));
  return endpoint;
}

function unboundConfiguration(
  directory: string,
  endpoint: Endpoint,
  { zones, nameServer, trustAnchor }: UnboundOptions,
): string {
  const stubs = zones.map(
    (zone) => `stub-zone:\n  name: "${zone}"\n  stub-addr: ${nameServer.address}@${nameServer.port}\n`,
  );
  return `server:
  interface: ${endpoint.address}
  port: ${endpoint.port}
  outgoing-interface: ${endpoint.address}
  access-control: 127.0.0.0/8 allow
  do-ip6: no
  do-daemonize: no
  chroot: ""
  username: ""
  directory: "${directory}"
  pidfile: "${join(directory, 'unbound.pid')}"
  use-syslog: no
  logfile: ""
  module-config: "${trustAnchor === null ? 'iterator' : 'validator iterator'}"
${trustAnchor === null ? '' : `  trust-anchor-file: "${join(directory, 'trust-anchor')}"\n  trust-anchor-signaling: no\n`}\
  do-not-query-localhost: no
  ede: yes
  val-log-level: 2
  local-zone: "test." nodefault
  local-zone: "127.in-addr.arpa." nodefault
  local-zone: "2.0.192.in-addr.arpa." nodefault
remote-control:
  control-enable: no
${stubs.join('')}`;
}
