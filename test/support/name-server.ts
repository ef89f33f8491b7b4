/** The product's own name server on a loopback address and a free port, run as its container runs it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { vi } from 'vitest';

import type { Daemon } from '../lab/daemon.js';
import { Knot } from '../lab/knot.js';
import { PATIENCE_MS } from '../lab/poll.js';
import { runCommand } from '../lab/run-command.js';
import { freeDnsPort } from './free-dns-port.js';
import { runCommandLine } from './run-command-line.js';

type Settings = Readonly<Record<string, string>>;

/** Not 127.0.0.53, where systemd-resolved may be. */
export const NAME_SERVER_TEST_ADDRESS = '127.0.0.71';

export class NameServer {
  private readonly knot: Knot;

  private constructor(
    readonly dir: string,
    readonly port: number,
    private readonly env: Settings,
  ) {
    this.knot = new Knot({ generatedDir: this.generatedDir, stateDir: this.stateDir });
  }

  readonly address = NAME_SERVER_TEST_ADDRESS;

  /** Certificates and zone are made; nothing runs yet. */
  static async create(domain: string, settings: Settings = {}): Promise<NameServer> {
    const dir = await mkdtemp(join(tmpdir(), 'havedane-dns-'));
    const port = await freeDnsPort(NAME_SERVER_TEST_ADDRESS);
    const server = new NameServer(dir, port, {
      DOMAIN: domain,
      PUBLIC_IPV4: NAME_SERVER_TEST_ADDRESS,
      DNS_PORT: String(port),
      CERTS_DIR: join(dir, 'certs'),
      ZONES_DIR: join(dir, 'zones'),
      DNS_DIR: join(dir, 'dns'),
      ...settings,
    });
    await server.havedane(['certs']);
    await server.havedane(['dns']);
    return server;
  }

  /** Where the generated zone and configuration are. */
  get generatedDir(): string {
    return join(this.dir, 'zones', 'knot');
  }

  get stateDir(): string {
    return join(this.dir, 'dns');
  }

  /** Runs `havedane` with the configuration of this server, and gives what it printed. */
  async havedane(args: readonly string[], settings: Settings = {}): Promise<string> {
    const { code, stdout, stderr } = await runCommandLine(args, { ...this.env, ...settings });
    if (code !== 0) throw new Error(stderr);
    return stdout;
  }

  /** What the script and Knot have written since the last start. */
  get log(): string {
    return this.knot.log;
  }

  /** Does not wait. @param command goes in front of the script */
  start(command: readonly string[] = []): Daemon {
    return this.knot.launch(command);
  }

  /** Starts it and waits until it answers; resolves to the zone's key as a DNSKEY record. */
  async serve(): Promise<string> {
    return this.knot.start();
  }

  /** Runs knotc with its configuration. */
  async control(...command: readonly string[]): Promise<void> {
    await runCommand('knotc', ['--config', join(this.stateDir, 'knot.conf'), ...command]);
  }

  /** Waits until the log holds it; gives the whole line. */
  async logged(pattern: RegExp): Promise<string> {
    return vi.waitFor(
      () => {
        const line = this.log.split('\n').find((text) => pattern.test(text));
        if (line === undefined) throw new Error(`${pattern.source} is not in:\n${this.log}`);
        return line;
      },
      { timeout: PATIENCE_MS, interval: 50 },
    );
  }

  /** The process of Knot itself. */
  async knotPid(): Promise<number> {
    return Number(await readFile(join(this.stateDir, 'run', 'knot.pid'), 'utf8'));
  }

  async stop(): Promise<number | null> {
    return this.knot.stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}
