/**
 * Unbound as the resolver of the senders. It knows one domain and its key, and answers everything else by
 * itself: `local-zone: "." static` says NXDOMAIN without asking anybody, and packets that leave from a loopback
 * address could not get off the machine anyway.
 */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Daemon } from './daemon.js';
import { DNS_PORT, NAME_SERVER_ADDRESS, RESOLVER_ADDRESS } from './lab-addresses.js';
import { findProgram } from './programs.js';
import { runCommand } from './run-command.js';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export interface UnboundOptions {
  readonly directory: string;
  readonly domain: string;
  /** The domain's key as a DNSKEY record; null: it believes everything, and says so. */
  readonly trustAnchor: string | null;
  /** Where it answers; the lab's resolver unless given. */
  readonly listen?: Endpoint;
  /** Who answers for the domain; the lab's name server unless given. */
  readonly nameServer?: Endpoint;
  /** Who answers for it as well. */
  readonly furtherNameServers?: readonly Endpoint[];
}

export class Unbound {
  private daemon: Daemon | undefined;
  private readonly listen: Endpoint;
  private readonly nameServer: Endpoint;

  constructor(private readonly options: UnboundOptions) {
    this.listen = options.listen ?? { address: RESOLVER_ADDRESS, port: DNS_PORT };
    this.nameServer = options.nameServer ?? { address: NAME_SERVER_ADDRESS, port: DNS_PORT };
  }

  async start(): Promise<void> {
    const { directory, trustAnchor } = this.options;
    await mkdir(directory, { recursive: true });
    if (trustAnchor !== null) await writeFile(join(directory, 'trust-anchor'), `${trustAnchor}\n`);
    await writeFile(join(directory, 'unbound.conf'), this.configuration());
    // Debian's AppArmor profile ties the installed path to /etc/unbound; a copy reads its configuration from here.
    const program = join(directory, 'unbound');
    await copyFile(findProgram('unbound') ?? 'unbound', program);
    const daemon = Daemon.start({
      name: 'Unbound',
      command: [program, '-d', '-c', join(directory, 'unbound.conf')],
      cwd: directory,
    });
    this.daemon = daemon;
    await daemon.ready(() =>
      daemon.lines.some((line) => line.includes('start of service')) ? true : undefined,
    );
    await daemon.ready(async () => ((await this.answers()) ? true : undefined));
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  /** Whether a real answer carries the AD bit (RFC 4035 §3.2.3), without which no sender does DANE, as it should. */
  private async answers(): Promise<boolean> {
    const answer = await runCommand('kdig', [
      `@${this.listen.address}`,
      ...[
        '-p',
        String(this.listen.port),
        this.options.domain,
        'SOA',
        '+dnssec',
        '+noall',
        '+header',
        '+timeout=1',
        '+retry=0',
      ],
    ]);
    return (
      answer.includes('status: NOERROR') &&
      /Flags:[^;]*\bad\b/.test(answer) === (this.options.trustAnchor !== null)
    );
  }

  private configuration(): string {
    const { listen, nameServer } = this;
    const { directory, domain, trustAnchor, furtherNameServers = [] } = this.options;
    const nameServers = [nameServer, ...furtherNameServers];
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
  qname-minimisation: yes
${trustAnchor === null ? '  module-config: "iterator"' : validation(directory)}
  do-not-query-localhost: no
  local-zone: "." static
  local-zone: "${domain.split('.').at(-1) ?? ''}." nodefault
  local-zone: "${domain}." transparent
remote-control:
  control-enable: no
stub-zone:
  name: "${domain}"
${nameServers.map(({ address, port }) => `  stub-addr: ${address}@${port}\n`).join('')}`;
  }
}

function validation(directory: string): string {
  return `  module-config: "validator iterator"
  trust-anchor-file: "${join(directory, 'trust-anchor')}"
  trust-anchor-signaling: no`;
}
