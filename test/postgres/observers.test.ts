/** Two observers on one PostgreSQL database, one of which is killed again and again while both are told of queries. */
import { join } from 'node:path';

import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import type { Check } from '#checks';

import { type AppProcess, spawnApp } from '../support/app-process.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';
import { DnstapClient, dnstapPayload } from '../support/dnstap-client.js';
import { PATIENT } from '../support/patience.js';
import { DOMAIN, insertCheck } from '../support/receiver-fixture.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const TIMES = inject('exhaustive') ? 10 : 2;
/** Of each check an observer is told of so many, each by another resolver. */
const RESOLVERS = 20;

let temp: ContractStore;
const observers = new Set<AppProcess>();

beforeAll(async () => {
  temp = await openContractStore();
});
afterAll(async () => {
  for (const { child } of observers) child.kill('SIGKILL');
  await Promise.all([...observers].map(({ exit }) => exit));
  await temp.close();
});

it('each store what they were told, also after one was killed under load', async () => {
  const directory = await tempDirOfTest();
  const sockets = [join(directory, 'killed.sock'), join(directory, 'spared.sock')] as const;
  let killed = await startObserver(sockets[0]);
  await startObserver(sockets[1]);
  const spared = await DnstapClient.started(sockets[1]);

  for (let time = 0; time < TIMES; time += 1) {
    const checks = await newChecks();
    const client = await DnstapClient.started(sockets[0]);
    for (let resolver = 1; resolver <= RESOLVERS; resolver += 1) {
      client.send(...checks.map(({ token }) => query(token, [198, 51, 100, resolver])));
      spared.send(...checks.map(({ token }) => query(token, [203, 0, 113, resolver])));
    }
    // In the midst of it: some are stored, and the others wait in the process.
    await expect.poll(() => seen(checks, '198.51.100.'), PATIENT).toBeGreaterThan(0);
    killed.child.kill('SIGKILL');
    expect(await killed.exit).toBe('SIGKILL');
    await client.closed;

    const all = checks.length * RESOLVERS;
    await expect.poll(() => seen(checks, '203.0.113.'), PATIENT).toBe(all);
    killed = await startObserver(sockets[0]);
    const next = await DnstapClient.started(sockets[0]);
    // Resolvers ask again; what was stored before is not stored twice.
    for (let resolver = 1; resolver <= RESOLVERS; resolver += 1)
      next.send(...checks.map(({ token }) => query(token, [198, 51, 100, resolver])));
    await expect.poll(() => seen(checks, '198.51.100.'), PATIENT).toBe(all);
    next.close();
  }
  spared.close();
});

async function startObserver(socket: string): Promise<AppProcess> {
  const { url } = temp.database as { readonly url: string };
  const observer = await spawnApp('dns', { DOMAIN, DATABASE_URL: url, DNSTAP_SOCKET: socket });
  expect(observer.listening).not.toBeNull();
  observers.add(observer);
  return observer;
}

function newChecks(): Promise<Check[]> {
  return Promise.all(Array.from({ length: 10 }, () => insertCheck(temp.store)));
}

function query(token: string, address: readonly number[]): Buffer {
  return dnstapPayload(`${token}.do.${DOMAIN}`, { queryAddress: Buffer.from(address) });
}

/** How many queries of resolvers of a network are stored. */
async function seen(checks: readonly Check[], network: string): Promise<number> {
  const stored = await Promise.all(checks.map((check) => temp.store.observations.ofCheck(check)));
  return stored.flat().filter(({ clientAddress }) => clientAddress.startsWith(network)).length;
}
