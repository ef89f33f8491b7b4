/** The HTTP interface with real requests: shapes, problems, headers, the page. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';

import { checkBody, problemBody, scenarioBody } from '#contracts';
import { needsOwnDns, SCENARIO_IDS, SCENARIOS } from '#scenarios';
import { STORE, type Store } from '#store';
import { LANGUAGE_TAGS } from '#words';

import { RetentionJob } from '../../apps/api/src/checks/retention.job.js';
import { quickOf } from '../support/quick-scenarios.js';
import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { sampleObservation } from '../support/sample-observation.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const DAY_MS = 86_400_000;

let api: ApiFixture;
let now = Date.now();
beforeAll(async () => {
  api = await startApi({ RETENTION_DAYS: '7' }, { clock: () => now });
});
afterAll(() => api.close());

const get = (path: string, init?: RequestInit) => fetch(api.url + path, init);
const post = (init?: RequestInit) => get('/api/checks', { method: 'POST', ...init });

/** The problem of a response, which must be one in every respect. */
async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = z.strictObject(problemBody.shape).parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
}

describe('POST /api/checks', () => {
  it('creates a check that can be read at its Location', async () => {
    const response = await post();
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const check = checkBody.strict().parse(await response.json());
    expect(check.url).toBe(`http://127.0.0.1:0/check/${check.token}`);
    expect(quickOf(check).map(({ address, classicAddress }) => [address, classicAddress])).toEqual(
      ['do', 'dont', 'wrong'].map((id) => [
        `test@${check.token}.${id}.havedane.test`,
        `${check.token}@${id}.havedane.test`,
      ]),
    );
    expect(Date.parse(check.expiresAt) - Date.parse(check.createdAt)).toBe(7 * DAY_MS);
    expect(check).toMatchObject({
      verdict: { outcome: 'waiting' },
      observations: [],
      reports: [],
      observationsDropped: 0,
    });

    const read = await get(response.headers.get('location')!);
    expect(read.status).toBe(200);
    expect(await read.json()).toEqual(check);
  });

  it('shows the classic addresses, when configured', async () => {
    const classic = await startApi({ ADDRESS_STYLE: 'classic' });
    const check = await classic.createCheck();
    expect(check.scenarios[0]?.address).toBe(`${check.token}@do.havedane.test`);
    await classic.close();
  });

  it.each([
    ['malformed JSON', { body: '{"a":', headers: { 'content-type': 'application/json' } }],
    ['a body that is not JSON', { body: 'a=b' }],
    ['JSON that is nested deeply', { body: '['.repeat(8_000) + ']'.repeat(8_000) }],
    ['JSON of very many values', { body: `[${'0,'.repeat(8_000)}0]` }],
    ['JSON with a long text', { body: `"${'a'.repeat(5_000)}"` }],
  ])('answers %s with 400', async (_name, init) => {
    expect((await problemOf(await post(init))).type).toBe('urn:havedane:problem:malformed-request');
  });

  it.each(['application/json', 'text/plain', 'application/octet-stream'])(
    'answers more than 16 KiB of %s with 413',
    async (type) => {
      const response = await post({ body: ' '.repeat(16_385), headers: { 'content-type': type } });
      expect((await problemOf(response)).type).toBe('urn:havedane:problem:body-too-large');
    },
  );

  it('answers an endless body with 413', async () => {
    const response = await new Promise<string>((resolve, reject) => {
      const sending = request(`${api.url}/api/checks`, { method: 'POST' }, (answer) => {
        resolve(`${answer.statusCode}`);
        sending.destroy();
      });
      sending.on('error', reject);
      const more = () => {
        while (!sending.destroyed && sending.write(Buffer.alloc(4_096, ' ')));
      };
      sending.on('drain', more);
      more();
    });
    expect(response).toBe('413');
  });
});

describe('GET /api/checks/TOKEN', () => {
  it('shows what was observed, and what it means', async () => {
    const { token } = await api.createCheck();
    const observation = sampleObservation(token, { at: now });
    await api.receiver.observations.append(observation);
    const check = checkBody.strict().parse(await (await get(`/api/checks/${token}`)).json());
    expect(check.observations).toEqual([
      {
        ...observation,
        evidence: { ...observation.evidence, certificateOfRelease: false },
        token: undefined,
        id: expect.any(Number),
        at: new Date(now).toISOString(),
        attribution: 'exact',
      },
    ]);
    expect(check.scenarios[0]).toMatchObject({ id: 'do', state: 'delivered' });
  });

  it.each(['0123456789ab', 'short', '0123456789AB', 'l123456789ab', '0123456789ab%00', "'%20or%201"])(
    'answers the unknown token %s with 404',
    async (token) => {
      const problem = await problemOf(await get(`/api/checks/${token}`));
      expect(problem).toMatchObject({ status: 404, type: 'urn:havedane:problem:check-not-found' });
    },
  );

  it('answers 404, when the check has expired', async () => {
    const { token } = await api.createCheck();
    now += 7 * DAY_MS;
    expect((await problemOf(await get(`/api/checks/${token}`))).status).toBe(404);
  });
});

describe('a check to which hundreds of addresses deliver', () => {
  it('lists what the first servers were not tested for, and of the others only what was', async () => {
    const { token } = await api.createCheck();
    await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        api.receiver.observations.append(
          sampleObservation(token, { at: now, clientAddress: `198.51.${index >> 8}.${index & 255}` }),
        ),
      ),
    );
    const text = await (await fetch(`${api.url}/api/checks/${token}`)).text();
    const { servers, results, scenarios } = checkBody.parse(JSON.parse(text));
    expect(servers).toHaveLength(300);
    expect(servers[9]?.results).toHaveLength(scenarios.length);
    expect(servers[10]?.results.map(({ scenario }) => scenario)).toEqual(['do']);
    expect(results).toHaveLength(10 * scenarios.length + 290);
    expect(text.length).toBeLessThan(1_500_000);
  });
});

describe('retention', () => {
  it('deletes checks that have expired, and no others', async () => {
    const { token: old } = await api.createCheck();
    const created = now;
    now += 7 * DAY_MS;
    const { token: young } = await api.createCheck();
    await api.app.get(RetentionJob).run();
    expect(await api.receiver.checks.find(old, created)).toBeNull();
    expect(await api.receiver.checks.find(young, now)).not.toBeNull();
  });
});

describe('GET /api/scenarios', () => {
  it('lists the hosts and what is published for them', async () => {
    const scenarios = z.array(scenarioBody.strict()).parse(await (await get('/api/scenarios')).json());
    expect(scenarios.map(({ host }) => host)).toEqual(SCENARIO_IDS.map((id) => `${id}.havedane.test`));
    const record = { usage: 3, selector: 1, matchingType: 1 };
    expect(scenarios[2]?.tlsa.slice(1)).toEqual([
      { ...record, subject: 'leaf', data: 'corrupted' },
      { ...record, subject: 'spare', data: 'right' },
    ]);
  });

  it('says which are left out for want of an own name server', async () => {
    const scenarios = z.array(scenarioBody).parse(await (await get('/api/scenarios')).json());
    const left = scenarios.filter(({ missing }) => missing === 'own-dns');
    expect(left.map(({ id }) => id)).toEqual(SCENARIOS.filter(needsOwnDns).map(({ id }) => id));
    expect(left.every(({ available }) => !available)).toBe(true);
  });
});

describe('problems', () => {
  it.each([
    '/api',
    '/api/',
    '/api/nope',
    '/nope',
    '/check',
    '/check/a/b',
    '/assets/nope.js',
    '/.env',
    '/..%2f..',
  ])('answers the unknown path %s with 404', async (path) => {
    expect((await problemOf(await get(path))).type).toBe('urn:havedane:problem:not-found');
  });

  it.each([
    ['DELETE', '/api/checks', 'POST'],
    ['GET', '/api/checks', 'POST'],
    ['PUT', '/api/checks/0123456789ab', 'GET'],
    ['POST', '/healthz', 'GET'],
    ['POST', '/', 'GET'],
  ])('answers %s %s with 405 and what is allowed', async (method, path, allowed) => {
    const response = await get(path, { method });
    expect(response.headers.get('allow')).toBe(allowed);
    expect((await problemOf(response)).status).toBe(405);
  });

  it('answers an address that cannot be decoded with 400', async () => {
    expect((await problemOf(await get('/api/checks/%FF'))).status).toBe(400);
  });

  it('says nothing of what went wrong inside', async () => {
    const broken = await startApi();
    const { checks } = broken.app.get<Store>(STORE);
    checks.insert = () => Promise.reject(new Error('what nobody should read'));
    const problem = await problemOf(await fetch(`${broken.url}/api/checks`, { method: 'POST' }));
    expect(problem).toEqual({
      type: 'urn:havedane:problem:internal',
      title: 'Something went wrong on the server',
      code: 'logged',
      facts: [],
      status: 500,
      detail: 'The error was logged. Please try again later.',
    });
    await broken.close();
  });
});

describe('headers', () => {
  it.each(['/', '/api/scenarios', '/api/nope', '/healthz', '/socket.io/?EIO=4&transport=polling'])(
    'of %s are strict',
    async (path) => {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy')!.split(';').sort();
      expect(policy).toEqual([
        "base-uri 'none'",
        "connect-src 'self' ws://127.0.0.1:0",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "manifest-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
      ]);
      expect(Object.fromEntries(headers)).toMatchObject({
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers.has('x-powered-by')).toBe(false);
      expect(headers.has('strict-transport-security')).toBe(false);
      expect(headers.has('access-control-allow-origin')).toBe(false);
    },
  );

  it('demand HTTPS for a year, when the public URL is https', async () => {
    const secure = await startApi({ PUBLIC_URL: 'https://dane.example.org' });
    const { headers } = await fetch(`${secure.url}/`);
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(headers.get('content-security-policy')).toContain("connect-src 'self' wss://dane.example.org");
    await secure.close();
  });
});

describe('GET /healthz', () => {
  it('answers 200 only while the store does', async () => {
    const health = await startApi();
    expect((await fetch(`${health.url}/healthz`)).status).toBe(200);
    await health.app.get<Store>(STORE).close();
    const response = await fetch(`${health.url}/healthz`);
    expect((await problemOf(response)).type).toBe('urn:havedane:problem:store-unavailable');
    await health.close();
  });
});

describe('GET /metrics', () => {
  it('counts checks and requests by route, never by token', async () => {
    const { token } = await api.createCheck();
    await get(`/api/checks/${token}`);
    const metrics = await (await fetch(`${api.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/^havedane_checks_created_total [1-9]/m);
    expect(metrics).toMatch(
      /^havedane_http_request_duration_seconds_count\{method="GET",route="\/api\/checks\/:token",status="200"\} [1-9]/m,
    );
    expect(metrics).toMatch(/^havedane_store_up 1$/m);
    expect(metrics).toMatch(/^process_cpu_seconds_total /m);
    expect(metrics).not.toContain(token);
  });
});

describe('the page', () => {
  it('is replaced by a hint, when it is not built', async () => {
    const response = await get('/');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toContain('npm run build:web');
  });

  it('is served for / and every check, its assets for ever, and nothing outside it', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'havedane-web-'));
    const webDir = join(parent, 'web');
    await mkdir(join(webDir, 'assets'), { recursive: true });
    await writeFile(join(webDir, 'index.en.html'), '<!doctype html><title>The page</title>');
    await writeFile(join(webDir, 'assets', 'index-Abc123.js'), 'export {};');
    await writeFile(join(parent, 'secret.txt'), 'secret');
    const built = await startApi({ WEB_DIR: webDir });
    for (const path of ['/', '/check/0123456789ab']) {
      const page = await fetch(built.url + path);
      expect(page.headers.get('cache-control')).toBe('no-cache');
      // What a visitor may find by a search engine is the start, never somebody's result.
      expect(page.headers.get('x-robots-tag')).toBe(path === '/' ? null : 'noindex');
      expect(await page.text()).toContain('The page');
    }
    const asset = await fetch(`${built.url}/assets/index-Abc123.js`);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-type')).toContain('javascript');
    expect(await asset.text()).toBe('export {};');
    expect([asset.headers.get('content-encoding'), asset.headers.get('vary')]).toEqual([
      'gzip',
      expect.stringContaining('Accept-Encoding'),
    ]);
    const plain = await fetch(`${built.url}/assets/index-Abc123.js`, {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.headers.get('cache-control')).toBe(asset.headers.get('cache-control'));
    expect(await plain.text()).toBe('export {};');
    expect((await fetch(`${built.url}/assets/unknown.js`)).status).toBe(404);
    expect(await rawGet(built.port, '/../secret.txt')).toMatch(/^HTTP\/1.1 4/);
    expect(await rawGet(built.port, '/assets/..%2f..%2fsecret.txt')).toMatch(/^HTTP\/1.1 4/);
    await built.close();
    await rm(parent, { recursive: true });
  });

  it('has pages to read, in the frame of the build', async () => {
    const WEB_DIR = await tempDirOfTest();
    const frame = '<title>{title}</title><a href="/help">Help</a><main>{body}</main>{description}';
    for (const tag of LANGUAGE_TAGS) await writeFile(join(WEB_DIR, `reader.${tag}.html`), frame);
    const built = await startApi({ WEB_DIR });
    onTestFinished(() => built.close());
    const page = await fetch(`${built.url}/help/postfix`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('x-robots-tag')).toBeNull();
    const text = await page.text();
    expect(text).toContain('<title>Postfix: DANE for outgoing mail</title>');
    expect(text).toContain('<a href="/help" aria-current="page">');
    expect(text).toContain('postconf -e smtp_tls_security_level=dane');
    expect(page.headers.get('set-cookie')).toBeNull();
    const chosen = await fetch(`${built.url}/help/postfix?lang=de`);
    expect(await chosen.text()).toContain('<title>Postfix: DANE für ausgehende Mail</title>');
    expect(chosen.headers.get('content-language')).toBe('de');
    expect(chosen.headers.get('set-cookie')).toMatch(/^language=de; Max-Age=31536000; Path=\/;/);
    expect((await problemOf(await fetch(`${built.url}/help/nothing`))).status).toBe(404);
  });

  it('says to a browser that an address does not exist, and a problem to whoever takes anything', async () => {
    const WEB_DIR = await tempDirOfTest();
    await writeFile(join(WEB_DIR, 'index.en.html'), '<!doctype html><title>The page</title>');
    const built = await startApi({ WEB_DIR });
    onTestFinished(() => built.close());
    const open = (path: string, Accept: string) => fetch(built.url + path, { headers: { Accept } });
    for (const path of ['/nope', '/check/a/b']) {
      const page = await open(path, 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8');
      expect(page.status).toBe(404);
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await page.text()).toContain('The page');
      expect((await problemOf(await open(path, '*/*'))).status).toBe(404);
    }
    expect((await problemOf(await open('/api/nope', 'text/html'))).status).toBe(404);
  });
});

/** A request as it is written, without the clean-up of addresses that clients do. */
async function rawGet(port: number, path: string): Promise<string> {
  const socket = createConnection(port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  return text(socket);
}
