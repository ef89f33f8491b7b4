/**
 * Databases as earlier versions wrote them, in test/support/stores. Those named by a commit were made by running that version's
 * receiver, delivering to it and hanging up on it, and dumping its database. `schema-5.sql` to `schema-1.sql` are the oldest of
 * them without what each migration before it had brought: below 3 there was no spare certificate, and so no delivered retry.
 * `schema-11.sql` is the newest of them with the migration that counts checks, `schema-12.sql` with the one for reports as well,
 * `schema-13.sql` with that for the leases of probes, `schema-14.sql` with that for reports matched by address,
 * `schema-15.sql` with that for the index of refusals, and `schema-16.sql` with that for rates.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { migrateStore, openStore, schemaDifference, SchemaNotReadyError } from '#store';

import { executeSql } from '../support/raw-database.js';
import { dumpsIn, expectChecksKept, schemasOf } from '../support/upgraded-store.js';

const DUMPS = await dumpsIn('stores');

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

describe('an upgrade', () => {
  it('is tested from every schema that there was', async () => {
    const present = (await migrateStore(database)).length;
    expect(schemasOf(DUMPS)).toEqual(Array.from({ length: present - 1 }, (_, index) => index + 1));
  });

  it.each(DUMPS)('from $name keeps every check, what was seen and its verdict', async ({ sql }) => {
    await executeSql(database.path, sql);
    await expect(openStore(options())).rejects.toThrow(SchemaNotReadyError);
    expect(await migrateStore(database)).not.toEqual([]);
    expect(await schemaDifference(database)).toEqual([]);

    const store = await openStore(options());
    await expectChecksKept(store);
    await store.close();
  });
});
