/** The configurations that `havedane init` prints, each with the real web server in front of the real API. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request as requestPlain } from 'node:http';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { io } from 'socket.io-client';
import { describe, expect, inject, it, onTestFinished } from 'vitest';

import { webServerSnippet } from '../../apps/cli/src/init/web-servers.js';
import { connected, type LiveClient, startApi, watch } from '../support/api-fixture.js';
import { freePort } from '../support/free-port.js';
import type {} from '../support/provided.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const DOMAIN = 'havedane.test';
const agent = new Agent({ servername: DOMAIN, rejectUnauthorized: false });

/** Where a web server under test has its files, and what replaces the ports and certificates of an installation. */
interface Place {
  readonly dir: string;
  readonly tls: number;
  readonly http: number;
  readonly api: number;
}

interface WebServer {
  readonly web: 'nginx' | 'apache' | 'other-caddy';
  readonly program: string;
  readonly args: (dir: string) => readonly string[];
  /** The whole configuration around the snippet. */
  readonly configure: (site: string, place: Place) => string;
}

const WEB_SERVERS: readonly WebServer[] = [
  {
    web: 'nginx',
    program: 'nginx',
    args: (dir) => ['-p', dir, '-e', join(dir, 'error.log'), '-c', join(dir, 'web.conf')],
    configure: (site, { dir, tls, http }) => {
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
      return [
        'daemon off; master_process off;',
        `pid ${dir}/pid; error_log ${dir}/error.log; events {}`,
        `http { access_log off; ${temporary.map((name) => `${name}_temp_path ${dir}/tmp/${name};`).join(' ')}`,
        site
          .replace(/listen 443 ssl;\n.*$/m, `listen 127.0.0.1:${tls} ssl;`)
          .replace(/listen 80;\n.*$/m, `listen 127.0.0.1:${http};`),
        '}',
      ].join('\n');
    },
  },
  {
    web: 'apache',
    program: 'apache2',
    args: (dir) => ['-X', '-d', dir, '-f', join(dir, 'web.conf')],
    configure: (site, { dir, tls, http }) => {
      // What Debian loads by default, and what the snippet says to enable.
      const modules = ['mpm_event', 'authz_core', 'alias', 'proxy', 'proxy_http', 'headers', 'ssl'];
      return [
        ...modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
        `ServerName ${DOMAIN}\nPidFile ${dir}/pid\nErrorLog ${dir}/error.log\nDefaultRuntimeDir ${dir}/tmp`,
        `User www-data\nGroup www-data\nListen 127.0.0.1:${tls}\nListen 127.0.0.1:${http}`,
        site.replace('*:443', `127.0.0.1:${tls}`).replace('*:80', `127.0.0.1:${http}`),
      ].join('\n');
    },
  },
  {
    web: 'other-caddy',
    program: 'caddy',
    args: (dir) => ['run', '--config', join(dir, 'web.conf'), '--adapter', 'caddyfile'],
    configure: (site, { dir, tls, http }) =>
      [
        `{\nadmin off\nlocal_certs\nskip_install_trust\nhttp_port ${http}\nhttps_port ${tls}`,
        `default_bind 127.0.0.1\nstorage file_system ${dir}/tmp\n}`,
        site,
      ].join('\n'),
  },
];

async function startWebServer({ web, program, args, configure }: WebServer, api: number): Promise<Place> {
  const [dir, tls, http] = await Promise.all([tempDirOfTest(), freePort(), freePort()]);
  const place = { dir, tls, http, api };
  const certs = inject('certsDir');
  const site = (webServerSnippet(web, DOMAIN, 8080)?.text ?? '')
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${api}`)
    .replace(/\/etc\/letsencrypt\S+fullchain\.pem/, join(certs, 'leaf.chain.pem'))
    .replace(/\/etc\/letsencrypt\S+privkey\.pem/, join(certs, 'leaf.key.pem'));
  await mkdir(join(dir, 'tmp'));
  await writeFile(join(dir, 'web.conf'), configure(site, place));
  const server = spawn(program, args(dir), { env: { PATH, HOME: dir }, stdio: ['ignore', 'ignore', 'pipe'] });
  const said = text(server.stderr);
  onTestFinished(async () => {
    if (server.exitCode !== null) return;
    // Apache would wait for the WebSocket.
    server.kill('SIGKILL');
    await once(server, 'exit');
  });
  await expect
    .poll(async () => (server.exitCode === null ? await health(tls) : await said))
    .toMatchObject({ status: 200 });
  return place;
}

const health = (port: number) => get(port, '/healthz').catch(() => undefined);

async function get(
  port: number,
  path: string,
  options: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const sent = request({
    ...{ host: '127.0.0.1', port, path, agent },
    ...options,
    headers: { host: DOMAIN, connection: 'close', ...options.headers },
  });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

describe.each(WEB_SERVERS)('the configuration for $web', (webServer) => {
  it('carries requests and live updates, with the true address of the visitor', async () => {
    const api = await startApi({ TRUSTED_PROXIES: '127.0.0.1', CHECKS_PER_MINUTE: '3', DOMAIN });
    onTestFinished(() => api.close());
    const { tls, http } = await startWebServer(webServer, api.port);

    const created = await get(tls, '/api/checks', { method: 'POST' });
    expect(created.status).toBe(201);
    const { token } = JSON.parse(created.body) as { token: string };
    const client: LiveClient = io(`https://127.0.0.1:${tls}`, {
      transports: ['websocket'],
      // Its type is that of a browser's, which has none.
      agent: agent as unknown as string,
      extraHeaders: { host: DOMAIN },
    });
    onTestFinished(() => void client.close());
    await connected(client);
    expect(await watch(client, token)).toMatchObject({ token });

    // Were the header passed on as it came, each would count as a visitor of its own.
    const answers = [];
    for (const claim of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
      const headers = { 'x-forwarded-for': claim, forwarded: `for=${claim}`, 'x-real-ip': claim };
      answers.push(await get(tls, '/api/checks', { method: 'POST', headers }));
    }
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);

    const plain = requestPlain({ host: '127.0.0.1', port: http, path: '/probe', headers: { host: DOMAIN } });
    plain.end();
    const [redirect] = (await once(plain, 'response')) as [IncomingMessage];
    redirect.resume();
    expect([301, 308]).toContain(redirect.statusCode);
    expect(redirect.headers.location).toMatch(/^https:\/\/havedane\.test(:\d+)?\/probe$/);
  });
});
