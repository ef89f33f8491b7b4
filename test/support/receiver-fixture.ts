/** The real receiver on a port of its own, with a store and certificates of its own. */
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { inject } from 'vitest';

import { createToken, type Check, type Observation } from '#checks';
import { createLogger, type Logger } from '#logging';
import type { Store } from '#store';

import { createReceiver } from '../../apps/smtp/src/receiver/create-receiver.js';
import type { Receiver } from '../../apps/smtp/src/receiver/receiver.js';
import { testConfig } from './constants.js';
import { DOMAIN, writeCertificateSet } from './made-certificates.js';
import type {} from './provided.js';
import { openTempStore, type TempStore } from './temp-store.js';

export { DOMAIN };

export interface ReceiverFixture {
  readonly receiver: Receiver;
  readonly port: number;
  readonly addresses: readonly AddressInfo[];
  readonly store: Store;
  readonly database: TempStore['database'];
  readonly certsDir: string;
  /** The records that were logged. */
  readonly logs: Record<string, unknown>[];
  createCheck(): Promise<Check>;
  observations(check: Check): Promise<Observation[]>;
  readonly close: () => Promise<void>;
}

export interface ReceiverFixtureOptions {
  /** Environment variables, as an operator sets them, and constants. */
  readonly env?: Readonly<Record<string, string>>;
  /** A copy of this run's unless given. */
  readonly certsDir?: string;
  /** What the receiver sees instead of the store. */
  readonly wrapStore?: (store: Store) => Store;
}

function certificatesFor(domain: string): Promise<string> {
  return domain === DOMAIN ? copyCertificates() : writeCertificateSet({ domain });
}

/** Those of this run, in a directory of their own. */
export async function copyCertificates(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'havedane-certs-'));
  await cp(inject('certsDir'), dir, { recursive: true });
  return dir;
}

export async function startReceiver(options: ReceiverFixtureOptions = {}): Promise<ReceiverFixture> {
  const domain = options.env?.['DOMAIN'] ?? DOMAIN;
  const certsDir = options.certsDir ?? (await certificatesFor(domain));
  const temp = await openTempStore();
  const logs: Record<string, unknown>[] = [];
  const config = testConfig({
    ...{ DOMAIN, SMTP_PORT: '0', CERTS_DIR: certsDir, ZONES_DIR: certsDir },
    ...options.env,
  });
  const store = options.wrapStore?.(temp.store) ?? temp.store;
  const receiver = await createReceiver({ config, store, logger: collectingLogger(logs) });
  const addresses = await receiver.listen().catch(async (error: unknown) => {
    await temp.close();
    throw error;
  });
  return {
    receiver,
    port: addresses[0]!.port,
    addresses,
    store: temp.store,
    database: temp.database,
    certsDir,
    logs,
    createCheck: () => insertCheck(temp.store),
    observations: (check) => temp.store.observations.ofCheck(check),
    close: async () => {
      await receiver.close(0);
      await temp.close();
      if (options.certsDir === undefined) await rm(certsDir, { recursive: true, force: true });
    },
  };
}

export async function insertCheck(store: Store, lifetimeMs = 3_600_000): Promise<Check> {
  const now = Date.now();
  const check = {
    token: createToken((size) => randomBytes(size)),
    createdAt: now,
    expiresAt: now + lifetimeMs,
  };
  await store.checks.insert(check, 100_000);
  return check;
}

function collectingLogger(logs: Record<string, unknown>[]): Logger {
  return createLogger({ level: 'debug', pretty: false }, 'smtp', {
    write: (line: string) => {
      logs.push(JSON.parse(line) as Record<string, unknown>);
    },
  });
}
