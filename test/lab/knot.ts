/**
 * The product's own name server, as its container runs it: dns/name-server.sh with the generated zone and configuration.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Daemon } from './daemon.js';
import { projectRoot } from './project-root.js';

export interface KnotOptions {
  /** The directory of what the product generated for its name server. */
  readonly generatedDir: string;
  /** Its keys and what it serves. */
  readonly stateDir: string;
}

export class Knot {
  private daemon: Daemon | undefined;

  constructor(private readonly options: KnotOptions) {}

  /** What the script and Knot have written since the last start. */
  get log(): string {
    return (this.daemon?.lines ?? []).join('\n');
  }

  /** Starts it without waiting. @param command goes in front of the script */
  launch(command: readonly string[] = []): Daemon {
    const { generatedDir, stateDir } = this.options;
    const root = projectRoot();
    this.daemon = Daemon.start({
      name: 'The name server',
      command: [...command, join(root, 'dns/name-server.sh'), 'serve', generatedDir, stateDir],
      cwd: root,
    });
    return this.daemon;
  }

  /**
   * Starts it, and waits until it answers on every address. Resolves to the zone's key as a DNSKEY record: the trust
   * anchor of whoever validates it.
   *
   * @param command as for `launch`
   */
  async start(command: readonly string[] = []): Promise<string> {
    await this.launch(command).ready(() => /answering for/.exec(this.log)?.[0]);
    return (await readFile(join(this.options.stateDir, 'dnskey'), 'utf8')).trim();
  }

  /** Resolves to its exit code, or null if a signal ended it or it never ran. */
  async stop(): Promise<number | null> {
    return (await this.daemon?.stop()) ?? null;
  }
}
