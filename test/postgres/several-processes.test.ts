/** Two APIs and two receivers on one PostgreSQL database: whichever of them does something, all know it. */
import { rm } from 'node:fs/promises';
import { connect as connectTo } from 'node:net';

import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CONSTANTS } from '#config';
import type { CheckBody } from '#contracts';
import { schemaDifference } from '#store';

import { type LiveClient, watch } from '../support/api-fixture.js';
import { type AppProcess, spawnApp } from '../support/app-process.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';
import { startMailServer } from '../support/mail-server.js';
import { PATIENT } from '../support/patience.js';
import { executePostgres, queryPostgres } from '../support/postgres-server.js';
import { copyCertificates, DOMAIN, insertCheck } from '../support/receiver-fixture.js';
import { type ReceiverProcess, spawnReceiver } from '../support/receiver-process.js';
import { run } from '../support/run-program.js';
import { sampleObservation } from '../support/sample-observation.js';
import { SmtpClient } from '../support/smtp-client.js';

let temp: ContractStore;
let certsDir: string;
let apis: readonly AppProcess[];
let receivers: readonly ReceiverProcess[];
let env: Readonly<Record<string, string>>;

const LIMITS = { CHECKS_PER_MINUTE: '7', PROBES_PER_MINUTE: '5', TRUSTED_PROXIES: '127.0.0.1' };
const startApi = () => spawnApp('api', { ...env, ...LIMITS, HTTP_PORT: '0', ADMIN_PORT: '0' });

beforeAll(async () => {
  temp = await openContractStore();
  certsDir = await copyCertificates();
  env = { DOMAIN, CERTS_DIR: certsDir, DATABASE_URL: (temp.database as { url: string }).url };
  [apis, receivers] = await Promise.all([
    Promise.all([startApi(), startApi()]),
    Promise.all([spawnReceiver(env), spawnReceiver(env)]),
  ]);
});
afterAll(async () => {
  const processes = [...apis, ...receivers];
  for (const { child } of processes) child.kill('SIGTERM');
  expect(await Promise.all(processes.map(({ exit }) => exit))).toEqual([0, 0, 0, 0]);
  await rm(certsDir, { recursive: true });
  await temp.close();
});

const url = (): string => (temp.database as { url: string }).url;

/** As the row says that is changed with each check. */
async function stored(subject: string): Promise<number> {
  const rows = await queryPostgres(
    url(),
    `SELECT "stored"::int FROM "counts" WHERE "subject" = '${subject}'`,
  );
  return (rows as { stored: number }[])[0]?.stored ?? NaN;
}

function urlOf(index: number): string {
  return `http://127.0.0.1:${String(apis[index]?.listening?.['port'])}`;
}

/** By both APIs together. */
async function countedAsEnforcing(): Promise<number> {
  const counts = apis.map(async ({ listening }) => {
    const { port } = listening?.['admin'] as { port: number };
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return Number(/^havedane_check_outcomes_total\{outcome="enforces"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** A session at the host of a scenario: it delivers, or hangs up once it has seen the certificate. */
async function session(receiver: number, token: string, scenario: string, delivers: boolean): Promise<void> {
  const host = `${token}.${scenario}.${DOMAIN}`;
  const client = await SmtpClient.secured(receivers[receiver]?.port ?? 0, host);
  if (delivers) {
    await client.command('EHLO client.test');
    expect(await client.deliver(`test@${host}`)).toMatch(/^250 /);
    await client.quit();
  } else {
    client.socket.end();
    await client.closed;
  }
}

describe('a check', () => {
  it('shows at one API what both receivers saw, and the release that the other API was asked for', async () => {
    const created = await fetch(`${urlOf(0)}/api/checks`, { method: 'POST' });
    const { token } = (await created.json()) as CheckBody;
    // A balancer may send each connection elsewhere: WebSocket is one.
    const client: LiveClient = io(urlOf(1), { forceNew: true, transports: ['websocket'] });
    const shown: CheckBody[] = [(await watch(client, token)) as CheckBody];
    client.on('check:update', (check) => shown.push(check));
    const latest = () => {
      const { release, observations } = shown.at(-1) ?? { release: { state: 'none' }, observations: [] };
      return [release.state, ...observations.map(({ kind, scenario }) => `${scenario} ${kind}`)];
    };

    await session(0, token, 'do', true);
    await session(1, token, 'wrong', false);
    const seen = ['do tls-established', 'do delivered', 'wrong tls-established', 'wrong refused'];
    await expect.poll(latest, PATIENT).toEqual(['possible', ...seen]);
    expect((await fetch(`${urlOf(0)}/api/checks/${token}/release`, { method: 'POST' })).status).toBe(200);
    await expect.poll(latest, PATIENT).toEqual(['released', ...seen]);
    await session(0, token, 'wrong', true);
    await expect
      .poll(latest, PATIENT)
      .toEqual(['delivered', ...seen, 'wrong tls-established', 'wrong delivered']);
    client.close();
    const read = (await (await fetch(`${urlOf(0)}/api/checks/${token}`)).json()) as CheckBody;
    expect(read.revision).toBe(shown.at(-1)?.revision);
    expect(read.verdict.outcome).toBe('enforces');
    // One API watched it, the other one was asked for it. What each writes next is behind what it noted.
    await Promise.all([0, 1].map((index) => fetch(`${urlOf(index)}/api/checks`, { method: 'POST' })));
    expect(await countedAsEnforcing()).toBe(1);
  });
});

describe('a balancer that gives each connection to the next API', () => {
  it('serves clients that begin with WebSocket, and none that begins with long polling', async () => {
    let number = 0;
    const balancer = await startMailServer({
      onConnection: (socket) => {
        const onward = connectTo(Number(apis[(number += 1) % apis.length]?.listening?.['port']), '127.0.0.1');
        for (const each of [socket, onward]) each.on('error', () => socket.destroy());
        socket.pipe(onward).pipe(socket);
      },
    });
    const url = `http://127.0.0.1:${balancer.port}`;
    const { token } = await insertCheck(temp.store);
    const client: LiveClient = io(url, { forceNew: true, transports: ['websocket'] });
    const shown: CheckBody[] = [(await watch(client, token)) as CheckBody];
    client.on('check:update', (check) => shown.push(check));
    const deliveries = () => shown.at(-1)?.observations.filter(({ kind }) => kind === 'delivered').length;
    await session(0, token, 'do', true);
    await expect.poll(deliveries, PATIENT).toBe(1);
    // It comes back at the other one.
    client.io.engine.close();
    await new Promise<void>((resolve) => client.once('connect', resolve));
    shown.push((await watch(client, token)) as CheckBody);
    expect(deliveries()).toBe(1);
    await session(1, token, 'do', true);
    await expect.poll(deliveries, PATIENT).toBe(2);
    client.close();

    const polling: LiveClient = io(url, { forceNew: true, transports: ['polling'], reconnection: false });
    const outcome = await new Promise((resolve) => {
      for (const event of ['connect', 'connect_error', 'disconnect'] as const)
        polling.once(event, () => resolve(event));
    });
    expect(outcome).not.toBe('connect');
    polling.close();
    await balancer.close();
  });
});

describe('what a client may ask for within a minute', () => {
  /** How many of 20 requests that come simultaneously, alternately at both APIs, are accepted. */
  const accepted = async (path: string, body: (index: number) => string | null): Promise<number> => {
    const headers = { 'X-Forwarded-For': '198.51.100.1' };
    const answers = Array.from({ length: 20 }, (_, index) =>
      fetch(urlOf(index % 2) + path, { method: 'POST', headers, body: body(index) }),
    );
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([201, 429]));
    return statuses.filter((status) => status === 201).length;
  };

  it('is the same however many APIs it asks', async () => {
    expect(await accepted('/api/checks', () => null)).toBe(7);
    expect(await accepted('/api/probes', (index) => `{"domain":"${index}.invalid.test"}`)).toBe(5);
  });
});

describe('the connections of a client', () => {
  it('are limited by each receiver: two of them admit up to twice as many', async () => {
    const most = CONSTANTS.SMTP_MAX_CONNECTIONS_PER_CLIENT;
    const open = await Promise.all(
      receivers.flatMap(({ port }) =>
        Array.from({ length: most + 3 }, () => SmtpClient.open(port, '127.0.0.1', '127.0.8.1')),
      ),
    );
    const greetings = await Promise.all(open.map((connection) => connection.reply()));
    expect(greetings.filter((greeting) => greeting?.startsWith('220'))).toHaveLength(2 * most);
    for (const { socket } of open) socket.destroy();
  });
});

describe('limits of the store', () => {
  it('are exact, whichever processes come to them simultaneously', async () => {
    const other = await temp.openAnother();
    const tokens = Array.from({ length: 100 }, (_, index) => `limit${String(index).padStart(7, '0')}`);
    const check = (token: string) => ({ token, createdAt: Date.now(), expiresAt: Date.now() + 3_600_000 });
    await Promise.all(
      tokens.map((token, index) => (index % 2 === 0 ? temp.store : other).checks.insert(check(token), 20)),
    );
    expect(await temp.store.checks.findMany(tokens, Date.now())).toHaveLength(20);
  });
});

describe('what has expired', () => {
  it('is deleted once, and counted so, by several that delete simultaneously', async () => {
    const other = await temp.openAnother();
    const now = Date.now();
    const before = await stored('checks');
    const expired = Array.from({ length: 1_000 }, (_, index) => `gone${String(index).padStart(8, '0')}`);
    const times = { createdAt: now - 2, expiresAt: now - 1 };
    await Promise.all(expired.map((token) => temp.store.checks.insert({ token, ...times }, 1_000_000)));
    const kept = await insertCheck(temp.store);
    await Promise.all(
      [...expired, kept.token].flatMap((token) => [
        temp.store.observations.append(sampleObservation(token)),
        temp.store.observations.append(sampleObservation(token, { kind: 'refused', scenario: 'wrong' })),
      ]),
    );
    const deleted = await Promise.all(
      [temp.store, other, temp.store].map((one) => one.checks.deleteExpired(now)),
    );
    expect(deleted.reduce((sum, each) => sum + each, 0)).toBe(expired.length);
    expect(await stored('checks')).toBe(before + 1);
    const rest = `SELECT COUNT(*)::int AS "rows" FROM`;
    expect(await queryPostgres(url(), `${rest} "checks"`)).toEqual([{ rows: before + 1 }]);
    expect(await queryPostgres(url(), `${rest} "observations" WHERE "token" LIKE 'gone%'`)).toEqual([
      { rows: 0 },
    ]);
    expect(await temp.store.observations.ofCheck(kept)).toHaveLength(2);
  });
});

describe('migrations', () => {
  it('by processes that start simultaneously are applied by one, and all end well', async () => {
    await executePostgres(url(), 'CREATE DATABASE "of_two"');
    const empty = new URL(url());
    empty.pathname = '/of_two';
    const migrate = () =>
      run('env', [
        `DATABASE_URL=${empty.href}`,
        `DOMAIN=${DOMAIN}`,
        process.execPath,
        'dist/apps/cli/src/main.js',
        'migrate',
      ]);
    const ended = await Promise.all([migrate(), migrate(), migrate()]);
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(Array(3).fill([0, '']));
    const said = ended.map(({ stdout }) => /is up to date|migrated/.exec(stdout)?.[0]);
    expect(said.toSorted()).toEqual(['is up to date', 'is up to date', 'migrated']);
    expect(await schemaDifference({ engine: 'postgres', url: empty.href })).toEqual([]);
    await executePostgres(url(), 'DROP DATABASE "of_two"');
  });
});

// The last: the schema is another one then.
describe('apps of an older version', () => {
  it('go on while a newer one has migrated the database, and do not start again', async () => {
    await temp.execute(`
      ALTER TABLE "checks" ADD COLUMN "later" text; ALTER TABLE "observations" ADD COLUMN "later" bigint DEFAULT 1;
      CREATE TABLE "later" ("id" bigserial PRIMARY KEY);
      INSERT INTO "migrations" ("timestamp", "name") VALUES (9999999999999, 'Later9999999999999')`);
    const created = await fetch(`${urlOf(1)}/api/checks`, { method: 'POST' });
    const { token } = (await created.json()) as CheckBody;
    await session(0, token, 'do', true);
    const read = (await (await fetch(`${urlOf(0)}/api/checks/${token}`)).json()) as CheckBody;
    expect(read.observations.map(({ kind }) => kind)).toEqual(['tls-established', 'delivered']);
    expect((await fetch(`${urlOf(0)}/healthz`)).status).toBe(200);
    const late = await startApi();
    expect([late.listening, await late.exit]).toEqual([null, 1]);
    expect(late.stderr()).toMatch(/belongs to a newer version of the program \(unknown migrations: Later/);
  });
});
