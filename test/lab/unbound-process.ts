/** Unbound in the foreground, on a loopback address that it does not leave. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Endpoint } from '#dns';

import { Daemon } from './daemon.js';
import { findProgram } from './programs.js';
import { runCommand } from './run-command.js';

export interface UnboundProcessOptions {
  /** Of its own; made when it is not there. */
  readonly directory: string;
  readonly listen: Endpoint;
  /** The key of a zone as a DNSKEY record; null: it believes everything, and says so. */
  readonly trustAnchor: string | null;
  /** Further lines of its `server` clause. */
  readonly settings: readonly string[];
  /** Who answers for which zone. */
  readonly stubs: readonly { readonly zone: string; readonly nameServers: readonly Endpoint[] }[];
}

/** Starts it, and does not wait until it answers. */
export async function launchUnbound(options: UnboundProcessOptions): Promise<Daemon> {
  const { directory, trustAnchor } = options;
  await mkdir(directory, { recursive: true });
  if (trustAnchor !== null) await writeFile(join(directory, 'trust-anchor'), `${trustAnchor}\n`);
  await writeFile(join(directory, 'unbound.conf'), configuration(options));
  // Debian's AppArmor profile ties the installed path to /etc/unbound; a copy reads its configuration from here.
  const program = join(directory, 'unbound');
  // By another process: one forked here meanwhile would keep the copy open for writing, and it could not be started (ETXTBSY).
  await runCommand('cp', [findProgram('unbound') ?? 'unbound', program]);
  return Daemon.start({
    name: 'Unbound',
    command: [program, '-d', '-c', join(directory, 'unbound.conf')],
    cwd: directory,
  });
}

function configuration({ directory, listen, trustAnchor, settings, stubs }: UnboundProcessOptions): string {
  const zones = stubs.map(({ zone, nameServers }) =>
    [
      `stub-zone:\n  name: "${zone}"\n`,
      ...nameServers.map(({ address, port }) => `  stub-addr: ${address}@${port}\n`),
    ].join(''),
  );
  return `server:
  interface: ${listen.address}
  port: ${listen.port}
  outgoing-interface: ${listen.address}
  access-control: 127.0.0.0/8 allow
  do-ip6: no
  do-daemonize: no
  chroot: ""
  username: ""
  directory: "${directory}"
  pidfile: "${join(directory, 'unbound.pid')}"
  use-syslog: no
  logfile: ""
${trustAnchor === null ? '  module-config: "iterator"' : validation(directory)}
  do-not-query-localhost: no
${settings.map((line) => `  ${line}\n`).join('')}\
remote-control:
  control-enable: no
${zones.join('')}`;
}

function validation(directory: string): string {
  return `  module-config: "validator iterator"
  trust-anchor-file: "${join(directory, 'trust-anchor')}"
  trust-anchor-signaling: no`;
}
