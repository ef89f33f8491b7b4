/** The configuration of nginx that `havedane init` prints, with a real nginx in front of the real API. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { io } from 'socket.io-client';
import { expect, inject, it, onTestFinished } from 'vitest';

import { webServerSnippet } from '../../apps/cli/src/init/web-servers.js';
import { connected, type LiveClient, startApi, watch } from '../support/api-fixture.js';
import { freePort } from '../support/free-port.js';
import type {} from '../support/provided.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const DOMAIN = 'havedane.test';

async function startNginx(apiPort: number): Promise<number> {
  const [dir, tlsPort, httpPort] = await Promise.all([tempDirOfTest(), freePort(), freePort()]);
  const certs = inject('certsDir');
  const site = (webServerSnippet('nginx', DOMAIN)?.text ?? '')
    .replace('127.0.0.1:8080', `127.0.0.1:${apiPort}`)
    .replace(/listen 443 ssl;\n.*$/m, `listen 127.0.0.1:${tlsPort} ssl;`)
    .replace(/listen 80;\n.*$/m, `listen 127.0.0.1:${httpPort};`)
    .replace(/\/etc\/letsencrypt\S+fullchain\.pem/, join(certs, 'leaf.chain.pem'))
    .replace(/\/etc\/letsencrypt\S+privkey\.pem/, join(certs, 'leaf.key.pem'));
  await mkdir(join(dir, 'tmp'));
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const conf = [
    'daemon off; master_process off;',
    `pid ${dir}/pid; error_log ${dir}/error.log; events {}`,
    `http { access_log off; ${paths.map((name) => `${name}_temp_path ${dir}/tmp/${name};`).join(' ')}`,
    site,
    '}',
  ].join('\n');
  await writeFile(join(dir, 'nginx.conf'), conf);
  const nginx = spawn('nginx', ['-p', dir, '-e', join(dir, 'error.log'), '-c', join(dir, 'nginx.conf')], {
    env: { PATH },
    stdio: 'inherit',
  });
  onTestFinished(async () => {
    if (nginx.exitCode !== null) return;
    nginx.kill();
    await once(nginx, 'exit');
  });
  await expect.poll(() => get(tlsPort, '/healthz').catch(() => undefined)).toMatchObject({ status: 200 });
  return tlsPort;
}

async function get(
  port: number,
  path: string,
  options: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const sent = request({
    ...{ host: '127.0.0.1', port, path, rejectUnauthorized: false, agent: false },
    ...options,
    headers: { host: DOMAIN, ...options.headers },
  });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

it('carries requests and live updates, with the true address of the visitor', async () => {
  const api = await startApi({ TRUSTED_PROXIES: '127.0.0.1', CHECKS_PER_MINUTE: '3', DOMAIN });
  onTestFinished(() => api.close());
  const port = await startNginx(api.port);

  const created = await get(port, '/api/checks', { method: 'POST' });
  expect(created.status).toBe(201);
  const { token } = JSON.parse(created.body) as { token: string };
  const client: LiveClient = io(`https://127.0.0.1:${port}`, {
    transports: ['websocket'],
    rejectUnauthorized: false,
    extraHeaders: { host: DOMAIN },
  });
  onTestFinished(() => void client.close());
  await connected(client);
  expect(await watch(client, token)).toMatchObject({ token });

  // Were the header passed on as it came, each would count as a visitor of its own.
  const claims = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
  const answers = [];
  for (const claim of claims) {
    answers.push(await get(port, '/api/checks', { method: 'POST', headers: { 'x-forwarded-for': claim } }));
  }
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
});
