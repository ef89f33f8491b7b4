/** PostgreSQL servers as Debian ships it, each with a socket and a directory of its own, which take no connection by network. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

// oxlint-disable-next-line no-restricted-imports -- plays other programs, which #store cannot
import pg from 'pg';

const run = promisify(execFile);
const USER = 'havedane';
const VERSIONS = '/usr/lib/postgresql';
/** A role that is asked for its password, once a test has made it. */
export const ROLE_WITH_PASSWORD = 'with_password';
const WHO_MAY_CONNECT = `local all ${ROLE_WITH_PASSWORD} scram-sha-256
local all all trust
local replication all trust
`;

interface ServerOptions {
  readonly settings?: Readonly<Record<string, string | number>>;
  /** One that this becomes a copy of, and goes on being while that runs. */
  readonly standbyOf?: PostgresServer;
  /** Of the databases that name no other. */
  readonly encoding?: 'UTF8' | 'SQL_ASCII';
}

export class PostgresServer {
  private constructor(
    readonly directory: string,
    private child: ChildProcess,
    private readonly command: readonly string[],
  ) {}

  static async start({
    settings: special = {},
    standbyOf,
    encoding = 'UTF8',
  }: ServerOptions = {}): Promise<PostgresServer> {
    const dir = await mkdtemp(join(tmpdir(), 'havedane-postgres-'));
    const programs = await programsDir();
    const prefix =
      process.getuid?.() === 0
        ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--']
        : [];
    if (prefix.length > 0) await chown(dir, await idOf('-u'), await idOf('-g'));
    const data = join(dir, 'data');
    const initdb = [
      join(programs, 'initdb'),
      '-D',
      data,
      '-U',
      USER,
      '-A',
      'trust',
      '-N',
      '--locale=C',
      `--encoding=${encoding}`,
    ];
    if (standbyOf === undefined) {
      await run('env', [...prefix, ...initdb], { cwd: '/' });
      await writeFile(join(data, 'pg_hba.conf'), WHO_MAY_CONNECT);
    } else {
      const copy = ['-D', data, '-R', '-d', standbyOf.url(), '-c', 'fast'];
      await run('env', [...prefix, join(programs, 'pg_basebackup'), ...copy], { cwd: '/' });
    }
    const settings = {
      listen_addresses: '',
      unix_socket_directories: dir,
      fsync: 'off',
      max_connections: 300,
      ...special,
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const command = [...prefix, join(programs, 'postgres'), '-D', data, ...options];
    const server = new PostgresServer(dir, launch(command), command);
    await server.answers();
    return server;
  }

  url(database = 'postgres'): string {
    return `postgres://${USER}@localhost/${database}?host=${encodeURIComponent(this.directory)}`;
  }

  get pid(): number {
    return this.child.pid ?? NaN;
  }

  get socketPath(): string {
    return join(this.directory, '.s.PGSQL.5432');
  }

  /** Ends every process of the server without a word, as a power cut does. */
  async kill(): Promise<void> {
    this.child.kill('SIGQUIT');
    await once(this.child, 'exit');
  }

  /** Kills it and starts it again. */
  async crash(): Promise<void> {
    await this.kill();
    await this.startAgain();
  }

  async startAgain(): Promise<void> {
    this.child = launch(this.command);
    await this.answers();
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGINT');
      await once(this.child, 'exit');
    }
    await rm(this.directory, { recursive: true, force: true });
  }

  private async answers(): Promise<void> {
    for (;;) {
      if (this.child.exitCode !== null) throw new Error('PostgreSQL ended while it was being started');
      try {
        await executePostgres(this.url(), 'SELECT 1');
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

export async function executePostgres(url: string, sql: string): Promise<void> {
  await queryPostgres(url, sql);
}

/** @returns the rows of a single statement */
export async function queryPostgres(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

/** Debian has each version in a directory of its own. */
async function programsDir(): Promise<string> {
  const versions = (await readdir(VERSIONS)).map(Number).sort((a, b) => b - a);
  return join(VERSIONS, String(versions[0]), 'bin');
}

async function idOf(flag: '-u' | '-g'): Promise<number> {
  return Number((await run('id', [flag, 'postgres'])).stdout);
}

function launch([program = '', ...args]: readonly string[]): ChildProcess {
  return spawn(program, args, { stdio: 'ignore', cwd: '/' });
}
