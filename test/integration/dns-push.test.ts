/** `havedane dns push` to a local server with Cloudflare's API, to a real Knot by DNS UPDATE, and to the own zone. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { CONSTANTS } from '#config';
import type { DnsRecord } from '#zones';
import { canonicalData, openProvider } from '#providers';

import { Unbound } from '../lab/unbound.js';
import { CloudflareApi, failure, READ_ONLY_TOKEN, TOKEN } from '../support/cloudflare-api.js';
import { freeDnsPort } from '../support/free-dns-port.js';
import { runCommandLine } from '../support/run-command-line.js';
import { UpdateServer } from '../support/update-server.js';

const DOMAIN = 'dane.example.org';
const TLSA_NAME = `_25._tcp.do.${DOMAIN}`;

let dir: string;
let env: Record<string, string>;
let records: readonly DnsRecord[];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'havedane-push-'));
  env = {
    ...{ DOMAIN, PUBLIC_IPV4: '192.0.2.25', DNS_TTL: '300' },
    ...{ CERTS_DIR: join(dir, 'certs'), ZONES_DIR: join(dir, 'zones'), DNS_DIR: join(dir, 'dns') },
  };
  await runCommandLine(['certs'], env);
  await runCommandLine(['dns'], env);
  records = JSON.parse(await readFile(join(dir, 'zones', 'records.json'), 'utf8')) as DnsRecord[];
});

afterAll(() => rm(dir, { recursive: true, force: true }));

/** In the form that both sides of a comparison get. */
const text = (name: string, type: string, data: string) => `${name.replace(/\.$/, '')} ${type} ${data}`;
const wanted = () =>
  records.map(({ name, type, data }) => text(name, type, canonicalData(type, data))).sort();

async function secretFile(name: string, content: string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, content, { mode: 0o600 });
  return path;
}

describe('havedane dns push, to Cloudflare', () => {
  const apiUrl = CONSTANTS.CLOUDFLARE_API_URL;
  let api: CloudflareApi;
  let cloudflare: Record<string, string>;
  const push = (args: readonly string[] = ['--yes'], changes: Record<string, string> = {}) =>
    runCommandLine(['dns', 'push', ...args], { ...cloudflare, ...changes });
  const held = () => api.records.map(({ name, type, content }) => text(name, type, content)).sort();
  const writes = () => api.requests.filter((request) => !request.startsWith('GET'));

  beforeAll(async () => {
    api = await CloudflareApi.start(['example.org']);
    CONSTANTS.CLOUDFLARE_API_URL = api.url;
    const file = await secretFile('token', `${TOKEN}\n`);
    cloudflare = {
      ...env,
      ...{ DNS_PROVIDER: 'cloudflare', CLOUDFLARE_API_TOKEN_FILE: file },
    };
  });

  beforeEach(() => {
    api.reset();
  });

  afterAll(async () => {
    CONSTANTS.CLOUDFLARE_API_URL = apiUrl;
    await api.stop();
  });

  it('publishes every record, and the second time changes nothing', async () => {
    const first = await push();
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(held()).toEqual(wanted());
    expect(first.stdout).toContain(`  + ${DOMAIN}.  300  A  192.0.2.25`);
    expect(first.stdout).toContain(`${records.length} to add`);

    const before = writes().length;
    const second = await push();
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).toContain(`${records.length} published already`);
    expect(writes()).toHaveLength(before);
  });

  it('leaves alone what is not its own: other names, other types, other texts', async () => {
    const others = [
      api.hold({ name: 'example.org', type: 'A', content: '192.0.2.99' }),
      api.hold({ name: `mail.${DOMAIN}`, type: 'TLSA', content: `3 1 1 ${'aa'.repeat(32)}` }),
      api.hold({ name: DOMAIN, type: 'TXT', content: '"v=spf1 -all"' }),
      api.hold({ name: DOMAIN, type: 'MX', content: '10 mail.example.org' }),
      api.hold({ name: `*.do.${DOMAIN}`, type: 'TXT', content: '"somebody else"', ttl: 3600 }),
    ];
    expect(await push()).toMatchObject({ code: 0 });
    expect(api.records).toEqual(expect.arrayContaining(others));
    expect(api.records).toHaveLength(records.length + others.length);
  });

  it('removes addresses and TLSA records that are made no more, after all others were added', async () => {
    api.hold({ name: `do.${DOMAIN}`, type: 'AAAA', content: '2001:db8::99' });
    api.hold({ name: `*.dont.${DOMAIN}`, type: 'TLSA', content: `3 1 1 ${'aa'.repeat(32)}` });
    const result = await push();
    expect(result).toMatchObject({ code: 0 });
    expect(result.stdout).toContain(`  - do.${DOMAIN}.  300  AAAA  2001:db8::99`);
    expect(held()).toEqual(wanted());
    const methods = writes().map((request) => request.split(' ')[0]);
    expect(methods.slice(-2)).toEqual(['DELETE', 'DELETE']);
    expect(methods.slice(0, -2)).not.toContain('DELETE');
  });

  it('lets the old TLSA record stay beside the new ones, and removes it with the next push', async () => {
    const old = api.hold({ name: TLSA_NAME, type: 'TLSA', content: `3 1 1 ${'aa'.repeat(32)}` });
    const first = await push();
    expect(first.stdout).toMatch(new RegExp(`! ${TLSA_NAME}\\..* \\(stays for now\\)`));
    expect(first.stdout).toContain('after two TTLs\n(600 seconds).');
    expect(api.records).toContainEqual(old);
    await push();
    expect(held()).toEqual(wanted());
  });

  it('does not take away what a rollover keeps beside the generated records', async () => {
    await push();
    const kept = { name: `${TLSA_NAME}.`, type: 'TLSA', ttl: 300, data: `3 1 1 ${'ab'.repeat(32)}` };
    api.hold({ name: TLSA_NAME, type: 'TLSA', content: kept.data });
    const overrides = join(dir, 'zones', 'knot', 'overrides.json');
    await writeFile(overrides, JSON.stringify({ kept: [kept], leftOut: [] }));
    expect((await push()).stdout).toContain(`${records.length + 1} published already`);
    await rm(overrides);
    expect((await push()).stdout).toContain('1 to remove');
    expect(held()).toEqual(wanted());
  });

  it('changes a TTL', async () => {
    await push();
    const result = await push(['--yes'], { DNS_TTL: '60' });
    expect(result.stdout).toContain(`  ~ ${DOMAIN}.  A  TTL 300 → 60`);
    expect(new Set(api.records.map(({ ttl }) => ttl))).toEqual(new Set([60]));
    expect(held()).toEqual(wanted());
  });

  it('shows with --dry-run what would change, changes nothing and exits with 3', async () => {
    const result = await push(['--dry-run']);
    expect(result).toMatchObject({ code: 3, stderr: '' });
    expect(result.stdout).toContain(`${records.length} to add`);
    expect(writes()).toEqual([]);
  });

  it('prints with --json nothing but JSON', async () => {
    const planned = JSON.parse((await push(['--dry-run', '--json'])).stdout) as object;
    expect(planned).toMatchObject({ provider: 'cloudflare', outcome: 'planned', steps: [], error: null });
    const published = JSON.parse((await push(['--yes', '--json'])).stdout) as { steps: unknown[] };
    expect(published).toMatchObject({ outcome: 'published', plan: { removed: [], unchanged: 0 } });
    expect(published.steps).toHaveLength(records.length);
  });

  it.each([[[]], [['--json']]])('called with %o where nobody can be asked, exits with 2', async (args) => {
    const result = await push(args);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('--yes');
    expect(api.requests).toEqual([]);
  });

  it('stops half-way with what was done, and the same command goes on', async () => {
    for (let done = 0; done < 3; done += 1) api.failNext('POST', { kind: 'none' });
    api.failNext('POST', { kind: 'lost-answer' });
    api.failNext('POST', { kind: 'none' });
    api.failNext('POST', {
      kind: 'answer',
      answer: failure(429, 10429, 'Rate limited', { 'retry-after': '240' }),
    });
    const first = await push();
    expect(first.code).toBe(1);
    expect(first.stderr).toContain('Try again in 240 seconds');
    expect(first.stderr).toContain('Nothing was undone');
    expect(first.stdout).toContain('already-there: ');
    expect(api.records).toHaveLength(4);

    const second = await push();
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(held()).toEqual(wanted());
  });

  it('says in one line that a token may not write, and changes nothing', async () => {
    const file = await secretFile('read-only-token', READ_ONLY_TOKEN);
    const result = await push(['--yes'], { CLOUDFLARE_API_TOKEN_FILE: file });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('Zone / DNS / Edit');
    expect(`${result.stdout}${result.stderr}`).not.toContain(READ_ONLY_TOKEN);
    expect(api.records).toEqual([]);
  });

  it('needs an address, because without one all that are published would go', async () => {
    const result = await push(['--yes'], { PUBLIC_IPV4: '' });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining('PUBLIC_IPV4') as string });
    expect(api.requests).toEqual([]);
  });

  it.each([
    ['no provider is configured', {}, 'DNS_PROVIDER is not set'],
    ['the provider is unknown', { DNS_PROVIDER: 'nonsense' }, 'DNS_PROVIDER must be'],
    ['the provider lacks its token', { DNS_PROVIDER: 'cloudflare' }, 'CLOUDFLARE_API_TOKEN_FILE is not set'],
  ])('says that %s before anything else that is missing', async (_what, provider, message) => {
    const result = await runCommandLine(['dns', 'push'], { DOMAIN, ...provider });
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toMatch(/asked here|PUBLIC_IPV4/);
  });
});

describe('havedane dns push, by DNS UPDATE', () => {
  let server: UpdateServer;
  let update: Record<string, string>;

  beforeAll(async () => {
    server = await UpdateServer.start({ zone: 'example.org' });
    const { name, algorithm, secret } = server.key;
    const key = `key "${name}" { algorithm ${algorithm}; secret "${secret}"; };\n`;
    update = {
      ...env,
      DNS_PROVIDER: 'rfc2136',
      DNS_UPDATE_SERVER: `${server.address}:${server.port}`,
      DNS_UPDATE_KEY_FILE: await secretFile('update.key', key),
    };
  });

  afterAll(() => server.remove());

  it('publishes every record, wildcards and the names below them, and the second time changes nothing', async () => {
    expect(await runCommandLine(['dns', 'push', '--yes'], update)).toMatchObject({ code: 0, stderr: '' });
    const tlsa = records.filter(({ name, type }) => name === `${TLSA_NAME}.` && type === 'TLSA');
    expect(await server.data(`${TLSA_NAME}.`, 'TLSA')).toEqual(
      tlsa.map(({ data }) => data.toUpperCase()).sort(),
    );
    const again = JSON.parse(
      (await runCommandLine(['dns', 'push', '--yes', '--json'], update)).stdout,
    ) as object;
    expect(again).toMatchObject({ outcome: 'unchanged', plan: { unchanged: records.length } });
  });
});

describe('havedane dns push, by hand', () => {
  let server: UpdateServer;
  let unbound: Unbound;
  let manual: Record<string, string>;

  beforeAll(async () => {
    server = await UpdateServer.start({ zone: 'example.org' });
    const listen = { address: '127.0.0.74', port: await freeDnsPort('127.0.0.74') };
    unbound = new Unbound({
      directory: join(dir, 'unbound'),
      domain: 'example.org',
      trustAnchor: null,
      listen,
      nameServer: server,
    });
    await unbound.start();
    const resolver = `${listen.address}:${listen.port}`;
    manual = { ...env, DNS_PROVIDER: 'manual', DNS_RESOLVER: resolver };
  });

  afterAll(async () => {
    await unbound.stop();
    await server.remove();
  });

  it('asks for each record in words, and waits until all are seen', async () => {
    const asked = await runCommandLine(['dns', 'push', '--yes', '--wait', '0'], manual);
    expect(asked).toMatchObject({ code: 3, stderr: '' });
    const requests = asked.stdout.split('\n').filter((line) => line.startsWith('Please add:'));
    expect(requests).toHaveLength(records.length);
    expect(requests).toContain(`Please add:    ${DOMAIN}. 300 IN A 192.0.2.25`);

    const person = await openProvider({ name: 'rfc2136', server: server.endpoint, key: server.key });
    for (const record of records) await person.add(record);
    // The resolver remembers for some seconds that there were none.
    const seen = await runCommandLine(['dns', 'push', '--yes', '--wait', '60'], manual);
    expect(seen).toMatchObject({ code: 0, stderr: '' });
    const again = await runCommandLine(['dns', 'push', '--yes'], manual);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain(`\n${records.length} published already`);
  });
});

describe('havedane dns push, by hand without a resolver', () => {
  it('says which resolver does not answer, and which variable sets it', async () => {
    const resolver = `127.0.0.75:${await freeDnsPort('127.0.0.75')}`;
    const manual = { ...env, DNS_PROVIDER: 'manual', DNS_RESOLVER: resolver };
    const failed = await runCommandLine(['dns', 'push', '--yes'], manual);
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain(
      `the resolver ${resolver} refused the connection. DNS_RESOLVER sets which`,
    );
  });
});

describe('havedane dns push, to the own name server', () => {
  it('writes its zone, with the records that a rollover keeps in it', async () => {
    const own = { ...env, DNS_PROVIDER: 'knot', ZONES_DIR: join(dir, 'own-zones') };
    const planned = await runCommandLine(['dns', 'push', '--dry-run'], own);
    expect(planned).toMatchObject({ code: 3 });
    const first = await runCommandLine(['dns', 'push', '--yes'], own);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('knot/zone') as string });

    const kept = { name: `${TLSA_NAME}.`, type: 'TLSA', ttl: 300, data: `3 1 1 ${'ab'.repeat(32)}` };
    const [leftOut] = records.filter(({ type }) => type === 'TLSA');
    const overrides = { kept: [kept], leftOut: [leftOut] };
    await writeFile(join(own.ZONES_DIR, 'knot', 'overrides.json'), JSON.stringify(overrides));
    await runCommandLine(['dns', 'push', '--yes'], own);
    const zone = await readFile(join(own.ZONES_DIR, 'knot', 'zone'), 'utf8');
    expect(zone).toContain(kept.data);
    expect(zone.split('\n').filter((line) => line.startsWith(`${TLSA_NAME}.`))).toHaveLength(2);

    await writeFile(join(own.ZONES_DIR, 'knot', 'overrides.json'), '{"kept":[]}');
    const broken = await runCommandLine(['dns', 'push', '--yes'], own);
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining('overrides.json') as string });
    expect(await readFile(join(own.ZONES_DIR, 'knot', 'zone'), 'utf8')).toBe(zone);
  });
});
