/**
 * Unbound as the resolver of the senders. It knows one domain and its key, and answers everything else by
 * itself: `local-zone: "." static` says NXDOMAIN without asking anybody, and packets that leave from a loopback
 * address could not get off the machine anyway.
 */
import type { Endpoint } from '#dns';

import type { Daemon } from './daemon.js';
import { DNS_PORT, NAME_SERVER_ADDRESS, RESOLVER_ADDRESS } from './lab-addresses.js';
import { runCommand } from './run-command.js';
import { launchUnbound } from './unbound-process.js';

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
    const daemon = await this.launch();
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

  private launch(): Promise<Daemon> {
    const { directory, domain, trustAnchor, furtherNameServers = [] } = this.options;
    return launchUnbound({
      ...{ directory, trustAnchor, listen: this.listen },
      settings: [
        'qname-minimisation: yes',
        'local-zone: "." static',
        `local-zone: "${domain.split('.').at(-1) ?? ''}." nodefault`,
        `local-zone: "${domain}." transparent`,
      ],
      stubs: [{ zone: domain, nameServers: [this.nameServer, ...furtherNameServers] }],
    });
  }
}
