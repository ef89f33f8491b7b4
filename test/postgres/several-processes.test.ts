/** Two APIs and two receivers on one PostgreSQL database: whichever of them does something, all know it. */
import { rm } from 'node:fs/promises';

import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { CheckBody } from '#contracts';

import { type LiveClient, watch } from '../support/api-fixture.js';
import { type AppProcess, spawnApp } from '../support/app-process.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';
import { PATIENT } from '../support/patience.js';
import { copyCertificates, DOMAIN } from '../support/receiver-fixture.js';
import { type ReceiverProcess, spawnReceiver } from '../support/receiver-process.js';
import { SmtpClient } from '../support/smtp-client.js';

let temp: ContractStore;
let certsDir: string;
let apis: readonly AppProcess[];
let receivers: readonly ReceiverProcess[];

beforeAll(async () => {
  temp = await openContractStore();
  certsDir = await copyCertificates();
  const env = { DOMAIN, CERTS_DIR: certsDir, DATABASE_URL: (temp.database as { url: string }).url };
  const limits = { CHECKS_PER_MINUTE: '7', PROBES_PER_MINUTE: '5', TRUSTED_PROXIES: '127.0.0.1' };
  const startApi = () => spawnApp('api', { ...env, ...limits, HTTP_PORT: '0', ADMIN_PORT: '0' });
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

function urlOf(index: number): string {
  return `http://127.0.0.1:${String(apis[index]?.listening?.['port'])}`;
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
