/** Caddy in front of an installation under attack: our Caddyfile, with the connections and the memory of its container. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

import { Daemon } from '../lab/daemon.js';
import { projectRoot } from '../lab/project-root.js';
import { demand } from './attack.js';
import { inService, limitMemory, type MemoryLimit } from './memory-limit.js';
import { DOMAIN, HTTP_PORT, mebibytesOf } from './world.js';

export const WEB_PORT = 443;
export const PAGE = '<!doctype html><title>the page</title>';

/** What Compose gives it. */
export const MOST_FILES = Number(inService('caddy', / {4}ulimits: \{ nofile: (\d+) \}$/));

export class WebServer {
  private constructor(
    private readonly daemon: Daemon,
    private readonly limit: MemoryLimit,
    private readonly storage: string,
  ) {}

  /** Its certificates are of an authority of its own: which names it asks one for is the same. */
  static async start(directory: string): Promise<WebServer> {
    await mkdir(join(directory, 'srv'), { recursive: true });
    await writeFile(join(directory, 'srv/index.en.html'), PAGE);
    const storage = join(directory, 'storage');
    const ours = await readFile(join(projectRoot(), 'Caddyfile'), 'utf8');
    const config = join(directory, 'Caddyfile');
    const changed = ours
      .replace(/^\{$/m, `{\nlocal_certs\nstorage file_system ${storage}`)
      .replace('root * /srv', `root * ${directory}/srv`);
    await writeFile(config, changed);
    const limit = limitMemory('caddy');
    const files = ['prlimit', `--nofile=${MOST_FILES}:${MOST_FILES}`];
    const daemon = Daemon.start({
      name: 'caddy',
      command: [...limit.prefix, ...files, 'caddy', 'run', '--config', config, '--adapter', 'caddyfile'],
      cwd: directory,
      env: {
        ...{ HOME: directory, DOMAIN, PUBLIC_URL: `https://${DOMAIN}`, MTA_STS: 'true' },
        ...{ API_PORT: String(HTTP_PORT), CADDY_HEALTH_PORT: '2021' },
        GOMEMLIMIT: inService('caddy', / {6}GOMEMLIMIT: (\w+)$/),
      },
    });
    return new WebServer(daemon, limit, storage);
  }

  async stop(): Promise<void> {
    await this.daemon.stop();
    this.limit.remove();
  }

  /** The names that it has certificates for. */
  async names(): Promise<readonly string[]> {
    return (await readdir(join(this.storage, 'certificates/local')).catch(() => [])).toSorted();
  }

  ready<T>(attempt: () => Promise<T | undefined>): Promise<T> {
    return this.daemon.ready(attempt);
  }

  /** That the process which was started lives, within its memory. Answers the most MiB that were resident. */
  demandAlive(): number {
    const { daemon } = this;
    demand(daemon.running, `caddy ended: ${daemon.lines.slice(-3).join(' | ').slice(0, 600)}`);
    const peak = mebibytesOf(daemon.pid ?? 0, 'VmHWM');
    demand(peak < this.limit.mebibytes, `caddy took ${peak} MiB of ${this.limit.mebibytes}`);
    return peak;
  }
}

/** A connection as far as TLS; undefined where it ended before. */
export function connectTo(
  servername: string,
  localAddress: string,
  options: ConnectionOptions = {},
): Promise<TLSSocket | undefined> {
  const socket = connect({
    ...{ host: '127.0.0.1', port: WEB_PORT, servername, localAddress, rejectUnauthorized: false },
    ...options,
  });
  return new Promise((resolve) => {
    socket.once('secureConnect', () => resolve(socket));
    socket.on('error', () => undefined).once('close', () => resolve(undefined));
    socket.on('timeout', () => socket.destroy());
  });
}

export function requestOf(host: string, path: string, more = ''): string {
  return `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`;
}

/** The status line, or nothing where the connection ended before. */
export function statusFrom(socket: TLSSocket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('data', (chunk: Buffer) => resolve(chunk.toString('latin1').slice(9, 12)));
    socket.once('close', () => resolve(''));
  });
}
