/**
 * Databases as earlier versions wrote them, in test/support/stores: each was made by running that version's receiver, delivering
 * to it and hanging up on it, and dumping its database.
 */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { judge } from '#checks';
import { migrateStore, openStore, schemaDifference, SchemaNotReadyError, type Store } from '#store';

import { executeSql } from '../support/raw-database.js';

const STORES = fileURLToPath(new URL('../support/stores', import.meta.url));
const DUMPS = await readdir(STORES);

/** The checks in every dump, and what was done at them. */
const ENFORCES = 'enf0rces0001';
const ACCEPTS = 'accepts00001';
const NOT_MAILED = 'empty0000001';
const RETRIED = 'retryseen001';
const IN_CLEAR = 'c1ear0000001';

let directory: string;
let database: { engine: 'sqlite'; path: string };

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'havedane-upgrade-'));
  database = { engine: 'sqlite', path: join(directory, 'store.sqlite3') };
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const options = () => ({ database, maxObservationsPerCheck: 500, schemaTimeoutMs: 0 });

async function outcome(store: Store, token: string): Promise<string | undefined> {
  const found = await store.checks.find(token, 0);
  return found === null ? undefined : judge(found.observations, Date.now()).outcome;
}

describe('an upgrade', () => {
  it.each(DUMPS)('from %s keeps every check, what was seen and its verdict', async (dump) => {
    await mkdir(dirname(database.path), { recursive: true });
    await executeSql(database.path, await readFile(join(STORES, dump), 'utf8'));
    await expect(openStore(options())).rejects.toThrow(SchemaNotReadyError);
    expect(await migrateStore(database)).not.toEqual([]);
    expect(await schemaDifference(database)).toEqual([]);

    const store = await openStore(options());
    const outcomes = await Promise.all(
      [ENFORCES, RETRIED, ACCEPTS, IN_CLEAR, NOT_MAILED].map((token) => outcome(store, token)),
    );
    expect(outcomes).toEqual(['enforces', 'enforces', 'does-not-enforce', 'no-tls', 'waiting']);
    const kept = await store.checks.find(RETRIED, 0);
    expect(kept?.check.releases.get('wrong')?.closedAt).toBe(kept?.observations.at(-1)?.at);
    expect((await store.checks.find(ENFORCES, 0))?.check.releases.get('wrong')).toMatchObject({
      requestedAt: null,
      closedAt: null,
    });
    await store.close();
  });
});
