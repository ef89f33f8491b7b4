/** The built product: set up once, then its apps as processes, with everything they write in one directory. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { freePort } from '../support/free-port.js';

import { LabError } from './lab-error.js';
import { Daemon } from './daemon.js';
import {
  DNS_PORT,
  EXTRA_ADDRESSES,
  LAB_DOMAIN,
  MAX_MESSAGE_BYTES,
  NAME_SERVER_ADDRESS,
  RECEIVER_ADDRESS,
  RECEIVER_PORT,
  RESOLVER_ADDRESS,
  WEB_ADDRESS,
} from './lab-addresses.js';
import { projectRoot } from './project-root.js';
import { runCommand } from './run-command.js';

const PROGRAMS = {
  cli: 'apps/cli/src/main.js',
  api: 'apps/api/src/main.js',
  smtp: 'apps/smtp/src/main.js',
  dns: 'apps/dns/src/main.js',
};

export class NotBuiltError extends LabError {
  override readonly name = 'NotBuiltError';
}

/** An app did not end with exit code 0 when asked to. */
export class UncleanExitError extends LabError {
  override readonly name = 'UncleanExitError';
}

export interface ProductOptions {
  /** Variables beside those that the lab sets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Put before the command of apps/smtp, e.g. to pin it to a core. */
  readonly smtpPrefix?: readonly string[];
  /** When it was set up by another process. */
  readonly ports?: ProductPorts;
}

/** On WEB_ADDRESS. */
export interface ProductPorts {
  readonly http: number;
  readonly admin: number;
}

export class Product {
  readonly zonesDir: string;
  readonly certsDir: string;
  /** The store, for who plays another program. */
  readonly databaseFile: string;
  /** What the name server is run with, and where it keeps its keys. */
  readonly nameServerDir: string;
  readonly nameServerStateDir: string;
  private readonly dist = join(projectRoot(), 'dist');
  private api: Daemon | undefined;
  private smtp: Daemon | undefined;
  private observer: Daemon | undefined;
  ports: ProductPorts;

  constructor(
    private readonly directory: string,
    private readonly options: ProductOptions = {},
  ) {
    this.ports = options.ports ?? { http: 0, admin: 0 };
    this.zonesDir = join(directory, 'zones');
    this.certsDir = join(directory, 'certs');
    this.databaseFile = join(directory, 'havedane.sqlite3');
    this.nameServerDir = join(this.zonesDir, 'knot');
    this.nameServerStateDir = join(directory, 'dns');
  }

  /** Where the page and the API are. */
  get url(): string {
    return `http://${WEB_ADDRESS}:${this.ports.http}`;
  }

  /** Where the operator asks. */
  get adminUrl(): string {
    return `http://${WEB_ADDRESS}:${this.ports.admin}`;
  }

  /** Makes certificates, zone snippets and the store. @throws NotBuiltError */
  async setUp(): Promise<void> {
    for (const path of [...Object.values(PROGRAMS), 'web/index.html']) {
      if (!existsSync(join(this.dist, path))) {
        throw new NotBuiltError(`dist/${path} is missing: run "npm run build" first.`);
      }
    }
    await mkdir(this.directory, { recursive: true });
    const [http, admin] = await Promise.all([freePort(WEB_ADDRESS), freePort(WEB_ADDRESS)]);
    this.ports = { http, admin };
    await this.havedane('setup');
  }

  /** Runs the `havedane` command of this installation, and gives what it printed. @throws CommandError */
  async havedane(...args: readonly string[]): Promise<string> {
    return runCommand(process.execPath, [join(this.dist, PROGRAMS.cli), ...args], {
      cwd: this.directory,
      env: this.environment,
    });
  }

  async start(): Promise<void> {
    this.api = this.startApp('api');
    this.smtp = this.startApp('smtp');
    await Promise.all([this.api.ready(isListening(this.api)), this.smtp.ready(isListening(this.smtp))]);
  }

  /** Starts what hears of DNS queries; for whoever runs the name server as well. */
  async startObserver(): Promise<void> {
    this.observer = this.startApp('dns');
    await this.observer.ready(isListening(this.observer));
  }

  /** Ends the apps as an init system would. @throws UncleanExitError when one of them minds */
  async stop(): Promise<void> {
    const apps = [this.smtp, this.api, this.observer].filter((app) => app !== undefined);
    // One that is still starting may end by the signal itself.
    const ready = apps.map((app) => isListening(app)() === true);
    const codes = await Promise.all(apps.map((app) => app.stop()));
    const unclean = apps.filter((_, index) => ready[index] === true && codes[index] !== 0);
    if (unclean.length === 0) return;
    throw new UncleanExitError(
      unclean.flatMap(({ name, lines }) => [`${name} did not end with exit code 0:`, ...lines]).join('\n'),
    );
  }

  /** So that the API asks DNS again, which it does only now and then. */
  async restart(): Promise<void> {
    await this.stop();
    await Promise.all([this.start(), this.startObserver()]);
  }

  /** The processes of those apps that run. */
  get pids(): Readonly<Record<'api' | 'smtp' | 'observer', number | undefined>> {
    return { api: this.api?.pid, smtp: this.smtp?.pid, observer: this.observer?.pid };
  }

  private startApp(app: 'api' | 'smtp' | 'dns'): Daemon {
    return Daemon.start({
      name: `apps/${app}`,
      command: [
        ...(app === 'smtp' ? (this.options.smtpPrefix ?? []) : []),
        process.execPath,
        join(this.dist, PROGRAMS[app]),
      ],
      cwd: this.directory,
      env: this.environment,
    });
  }

  /** The variables that all of it runs with. */
  get environment(): Readonly<Record<string, string>> {
    return {
      NODE_ENV: 'production',
      DOMAIN: LAB_DOMAIN,
      PUBLIC_IPV4: RECEIVER_ADDRESS,
      PUBLIC_IPV6: '',
      EXTRA_IPV4: EXTRA_ADDRESSES.join(),
      DNS_PROVIDER: 'knot',
      // Short, so that nothing is remembered from one run of a test to the next.
      DNS_TTL: '5',
      HTTP_HOST: WEB_ADDRESS,
      HTTP_PORT: String(this.ports.http),
      ADMIN_HOST: WEB_ADDRESS,
      ADMIN_PORT: String(this.ports.admin),
      SMTP_HOST: RECEIVER_ADDRESS,
      SMTP_PORT: String(RECEIVER_PORT),
      SMTP_MAX_MESSAGE_BYTES: String(MAX_MESSAGE_BYTES),
      DATABASE_URL: `sqlite:${this.databaseFile}`,
      CERTS_DIR: this.certsDir,
      ZONES_DIR: this.zonesDir,
      DNS_HOST: NAME_SERVER_ADDRESS,
      DNS_PORT: String(DNS_PORT),
      DNS_DIR: this.nameServerStateDir,
      // Probes of the lab's own hosts, which only its resolver knows and which are on loopback.
      DNS_RESOLVER: RESOLVER_ADDRESS,
      PROBE_ALLOW_PRIVATE: 'true',
      DNSTAP_SOCKET: join(this.directory, 'queries.sock'),
      ...this.options.environment,
    };
  }
}

/** Each app logs one JSON line that says `listening` when it is ready. */
function isListening(app: Daemon): () => true | undefined {
  return () => (app.lines.some((line) => line.includes('"msg":"listening"')) ? true : undefined);
}
