/** The port for the operator, and that nothing of it is on the one for everybody. */
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { STORE, type Store } from '#store';

import { type ApiFixture, startApi } from '../support/api-fixture.js';

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

interface Asked {
  readonly host?: string;
  readonly method?: string;
}

/** `fetch` chooses Host by itself. */
async function ask(path: string, { host, method = 'GET' }: Asked = {}) {
  const { port } = new URL(api.adminUrl);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = host === undefined ? {} : { Host: host };
    request({ host: '127.0.0.1', port, path, method, headers }, resolve).on('error', reject).end();
  });
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const PATHS = ['/metrics', '/admin/tlsrpt'];

describe('the port for the operator', () => {
  it.each([
    ['/metrics', /^havedane_store_up 1$/m, 'text/plain'],
    ['/metrics?name[]=x', /^havedane_store_up 1$/m, 'text/plain'],
    ['/admin/tlsrpt', /^<!doctype html>/, 'text/html'],
  ])('has %s', async (path, body, type) => {
    const answer = await ask(path);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatch(body);
    expect(answer.headers['content-type']).toContain(type);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each(PATHS)('refuses %s to a page that lets its own name lead here', async (path) => {
    expect((await ask(path, { host: 'evil.example:8081' })).status).toBe(421);
    expect((await ask(path, { host: 'localhost:9' })).status).toBe(200);
  });

  it.each(['/', '/admin', '/admin/', '/metrics/x', '/api/scenarios', '/healthz', '//metrics'])(
    'has nothing at %s',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  it('is only read from', async () => {
    const answer = await ask('/metrics', { method: 'POST' });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect(await ask('/admin/tlsrpt', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('answers 503, and the metrics, while the store does not', async () => {
    const other = await startApi();
    await other.app.get<Store>(STORE).close();
    const refused = await fetch(`${other.adminUrl}/admin/tlsrpt`);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await (await fetch(`${other.adminUrl}/metrics`)).text()).toMatch(/^havedane_store_up 0$/m);
    await other.close();
  });

  it('does not blame the store for another error', async () => {
    const other = await startApi();
    vi.spyOn(other.app.get<Store>(STORE).tlsReports, 'list').mockRejectedValue(new TypeError('a fault'));
    const refused = await fetch(`${other.adminUrl}/admin/tlsrpt`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([500, null]);
    expect(await refused.text()).toMatch(/^The error was logged/);
    await other.close();
  });

  it('ends with the API, whatever is still connected', async () => {
    const other = await startApi();
    await fetch(`${other.adminUrl}/metrics`);
    await other.close();
    await expect(fetch(`${other.adminUrl}/metrics`)).rejects.toThrow();
  });
});

describe('the port for everybody', () => {
  it.each([...PATHS, '/metrics/', '/admin', '/admin/x'])('has no %s, and says where it is', async (path) => {
    for (const headers of [{}, { Accept: 'text/html' }, { 'X-Forwarded-For': '127.0.0.1' }]) {
      const response = await fetch(`${api.url}${path}`, { headers: headers as Record<string, string> });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({
        type: 'urn:havedane:problem:not-found',
        detail: expect.stringContaining('ADMIN_PORT') as string,
      });
    }
  });

  it('lists nothing of it', async () => {
    const document = JSON.stringify(await (await fetch(`${api.url}/api/docs-json`)).json());
    expect(document).not.toMatch(/\/(admin|metrics)/);
  });
});

describe('the appliance', () => {
  it('publishes no port for the operator, and its web server passes none on', async () => {
    const [compose, caddy] = await Promise.all([
      readFile('docker-compose.yml', 'utf8'),
      readFile('Caddyfile', 'utf8'),
    ]);
    const published = [...compose.matchAll(/^ +ports: *(.*)$/gm)].map(([, ports]) => ports);
    expect(published.join('\n')).toMatch(
      /^\['127\.0\.0\.1:\$\{API_PORT:-8080\}:8080'\]\n\['127\.0\.0\.1:\$\{API_2_PORT:-8082\}:8080'\]$/,
    );
    expect(compose).toContain("ADMIN_PORT: '8081'");
    expect(caddy).not.toMatch(/8081|\/admin|\/metrics/);
  });
});
