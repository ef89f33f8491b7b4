/** One installation under attack: its store, its apps from dist/, each with the memory of its container. */
import { readFileSync, readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { randomBytes } from 'node:crypto';

import { createToken, type Check } from '#checks';
import { migrateStore, openStore, type Store } from '#store';

import { Daemon } from '../lab/daemon.js';
import { waitUntil } from './patience.js';
import { projectRoot } from '../lab/project-root.js';
import { preload } from '../support/preload.js';
import { demand } from './attack.js';
import { limitMemory, type MemoryLimit } from './memory-limit.js';

export const DOMAIN = 'havedane.test';
export const HTTP_PORT = 8080;
export const SMTP_PORT = 2525;

const SERVICES = { api: 'api', smtp: 'smtp', dns: 'observer' } as const;
export type App = keyof typeof SERVICES;

export interface WorldOptions {
  readonly apps?: readonly App[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the store is, if not in the directory of the attack. */
  readonly storeDirectory?: string;
}

export class World {
  private readonly running = new Map<App, Daemon>();
  private readonly limits = new Map<App, MemoryLimit>();
  readonly url = `http://127.0.0.1:${HTTP_PORT}`;
  readonly databaseFile: string;
  readonly dnstapSocket: string;
  private constructor(
    readonly store: Store,
    private readonly directory: string,
    private readonly certsDir: string,
    private readonly options: WorldOptions,
  ) {
    this.databaseFile = databaseIn(options.storeDirectory ?? directory);
    this.dnstapSocket = join(directory, 'queries.sock');
  }

  static async start(directory: string, certsDir: string, options: WorldOptions): Promise<World> {
    await mkdir(directory, { recursive: true });
    const database = { engine: 'sqlite', path: databaseIn(options.storeDirectory ?? directory) } as const;
    await migrateStore(database);
    const store = await openStore({ database, maxObservationsPerCheck: 100_000 });
    const world = new World(store, directory, certsDir, options);
    try {
      await Promise.all((options.apps ?? ['api', 'smtp']).map((app) => world.startApp(app)));
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  async startApp(app: App): Promise<void> {
    const limit = this.limits.get(app) ?? limitMemory(SERVICES[app]);
    this.limits.set(app, limit);
    const program = join(projectRoot(), `dist/apps/${app}/src/main.js`);
    const daemon = Daemon.start({
      name: `apps/${app}`,
      command: [...limit.prefix, process.execPath, program],
      cwd: this.directory,
      env: { ...this.environment(), NODE_OPTIONS: `${limit.nodeOptions} ${preload('preloaded-constants')}` },
    });
    this.running.set(app, daemon);
    await daemon.ready(() =>
      daemon.lines.some((line) => line.includes('"msg":"listening"')) ? true : undefined,
    );
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running.values()].map((daemon) => daemon.stop()));
    for (const limit of this.limits.values()) limit.remove();
    await this.store.close();
  }

  /** kill -9, as the kernel's out-of-memory killer does it. */
  signal(app: App, signal: NodeJS.Signals): void {
    process.kill(this.pid(app), signal);
  }

  async kill(app: App): Promise<void> {
    this.signal(app, 'SIGKILL');
    await this.daemon(app).stop();
  }

  /** What the app wrote. */
  lines(app: App): readonly string[] {
    return this.daemon(app).lines;
  }

  /** That the process which was started lives, within its memory. Answers the most MiB that were resident. */
  demandAlive(app: App): number {
    const daemon = this.daemon(app);
    demand(daemon.running, `apps/${app} ended: ${daemon.lines.slice(-8).join(' | ').slice(0, 600)}`);
    const peak = mebibytesOf(this.pid(app), 'VmHWM');
    const { mebibytes } = this.limits.get(app) ?? { mebibytes: 0 };
    demand(peak < mebibytes, `apps/${app} took ${peak} MiB of ${mebibytes}`);
    return peak;
  }

  residentMebibytes(app: App): number {
    return mebibytesOf(this.pid(app), 'VmRSS');
  }

  openDescriptors(app: App): number {
    return readdirSync(`/proc/${this.pid(app)}/fd`).length;
  }

  async createCheck(): Promise<Check> {
    const now = Date.now();
    const token = createToken((size) => randomBytes(size));
    const check = { token, createdAt: now, expiresAt: now + 3_600_000 };
    await this.store.checks.insert(check, 1_000_000);
    return check;
  }

  /** The Message-IDs that are stored as delivered, one for each observation. */
  async storedMessages(checks: readonly Check[]): Promise<string[]> {
    const all = await Promise.all(checks.map((check) => this.store.observations.ofCheck(check)));
    return all.flat().flatMap((one) => (one.kind === 'delivered' ? [one.evidence?.messageId ?? '?'] : []));
  }

  async healthStatus(): Promise<number> {
    const response = await fetch(`${this.url}/healthz`, { signal: AbortSignal.timeout(10_000) });
    await response.arrayBuffer();
    return response.status;
  }

  async demandHealthy(): Promise<void> {
    await waitUntil('/healthz to answer 200', async () =>
      (await this.healthStatus()) === 200 ? true : undefined,
    );
  }

  private daemon(app: App): Daemon {
    const daemon = this.running.get(app);
    if (daemon === undefined) throw new Error(`apps/${app} was not started`);
    return daemon;
  }

  private pid(app: App): number {
    const { pid } = this.daemon(app);
    if (pid === undefined) throw new Error(`apps/${app} could not be started`);
    return pid;
  }

  private environment(): Readonly<Record<string, string>> {
    return {
      NODE_ENV: 'production',
      DOMAIN,
      PUBLIC_IPV4: '192.0.2.1',
      PUBLIC_URL: this.url,
      // The namespace is ours alone.
      HTTP_HOST: '0.0.0.0',
      HTTP_PORT: String(HTTP_PORT),
      SMTP_HOST: '0.0.0.0',
      SMTP_PORT: String(SMTP_PORT),
      DATABASE_URL: `sqlite:${this.databaseFile}`,
      CERTS_DIR: this.certsDir,
      ZONES_DIR: join(this.directory, 'zones'),
      DNS_RESOLVER: '127.0.0.1:5300',
      DNSTAP_SOCKET: this.dnstapSocket,
      MAX_OBSERVATIONS_PER_CHECK: '100000',
      ...this.options.environment,
    };
  }
}

function databaseIn(directory: string): string {
  return join(directory, 'havedane.sqlite3');
}

export function mebibytesOf(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024);
}
