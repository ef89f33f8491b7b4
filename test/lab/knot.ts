/**
 * The product's own name server, as its container runs it: dns/name-server.sh with the generated zone and configuration.
 */
import { join } from 'node:path';

import { Daemon } from './daemon.js';
import { DNS_PORT, NAME_SERVER_ADDRESS } from './lab-addresses.js';
import { projectRoot } from './project-root.js';
import { runCommand } from './run-command.js';

export interface KnotOptions {
  readonly domain: string;
  /** The directory of what the product generated for its name server. */
  readonly generatedDir: string;
  /** Its keys and what it serves. */
  readonly stateDir: string;
}

export class Knot {
  private daemon: Daemon | undefined;

  constructor(private readonly options: KnotOptions) {}

  /** Resolves to the zone's key as a DNSKEY record: the trust anchor of whoever validates it. */
  async start(): Promise<string> {
    const { generatedDir, stateDir } = this.options;
    const root = projectRoot();
    this.daemon = Daemon.start({
      name: 'The name server',
      command: [join(root, 'dns/name-server.sh'), 'serve', generatedDir, stateDir],
      cwd: root,
    });
    return this.daemon.ready(() => this.publicKey());
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  private async publicKey(): Promise<string | undefined> {
    const answer = await runCommand('kdig', [
      `@${NAME_SERVER_ADDRESS}`,
      ...['-p', String(DNS_PORT), this.options.domain, 'DNSKEY'],
      ...['+noall', '+answer', '+timeout=1', '+retry=0'],
    ]);
    return answer.split('\n').find((line) => /\sDNSKEY\s/.test(line));
  }
}
