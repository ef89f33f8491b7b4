/**
 * Databases as earlier versions wrote them, in test/support/stores. Those named by a commit were made by running that version's
 * receiver, delivering to it and hanging up on it, and dumping its database. `schema-5.sql` to `schema-1.sql` are the oldest of
 * them without what each migration before it had brought: below 3 there was no spare certificate, and so no delivered retry.
 * `schema-11.sql` is the newest of them with the migration that counts checks, `schema-12.sql` with the one for reports as well,
 * `schema-13.sql` with that for the leases of probes, `schema-14.sql` with that for reports matched by address,
 * `schema-15.sql` with that for the index of refusals, and `schema-16.sql` with that for rates.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { judge } from '#checks';
import { migrateStore, openStore, schemaDifference, SchemaNotReadyError, type Store } from '#store';

import { executeSql } from '../support/raw-database.js';

const STORES = fileURLToPath(new URL('../support/stores', import.meta.url));
const DUMPS = await Promise.all(
  (await readdir(STORES)).map(async (name) => ({ name, sql: await readFile(join(STORES, name), 'utf8') })),
);

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
  it('is tested from every schema that there was', async () => {
    const schemas = DUMPS.map(({ sql }) => sql.match(/^INSERT INTO "migrations"/gm)?.length ?? 0);
    const present = (await migrateStore(database)).length;
    const earlier = Array.from({ length: present - 1 }, (_, index) => index + 1);
    expect(schemas.toSorted((a, b) => a - b)).toEqual(earlier);
  });

  it.each(DUMPS)('from $name keeps every check, what was seen and its verdict', async ({ sql }) => {
    await executeSql(database.path, sql);
    await expect(openStore(options())).rejects.toThrow(SchemaNotReadyError);
    expect(await migrateStore(database)).not.toEqual([]);
    expect(await schemaDifference(database)).toEqual([]);

    const store = await openStore(options());
    const outcomes = await Promise.all(
      [ENFORCES, RETRIED, ACCEPTS, IN_CLEAR, NOT_MAILED].map((token) => outcome(store, token)),
    );
    expect(outcomes).toEqual(['enforces', 'enforces', 'does-not-enforce', 'no-tls', 'waiting']);
    const kept = await store.checks.find(RETRIED, 0);
    const delivery = kept?.observations.find(
      ({ kind, scenario }) => kind === 'delivered' && scenario === 'wrong',
    );
    expect(kept?.check.releases.get('wrong')?.closedAt).toBe(delivery?.at ?? null);
    expect((await store.checks.find(ENFORCES, 0))?.check.releases.get('wrong')).toMatchObject({
      requestedAt: null,
      closedAt: null,
    });
    await store.close();
  });
});
