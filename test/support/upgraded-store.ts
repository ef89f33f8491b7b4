/** What every dump of an earlier store holds (stores, postgres-stores), and has to hold once it was upgraded. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'vitest';

import { judge } from '#checks';
import type { Store } from '#store';

const ENFORCES = 'enf0rces0001';
const ACCEPTS = 'accepts00001';
const NOT_MAILED = 'empty0000001';
export const RETRIED = 'retryseen001';
const IN_CLEAR = 'c1ear0000001';

export interface Dump {
  readonly name: string;
  readonly sql: string;
}

/** @param folder beside this file */
export async function dumpsIn(folder: string): Promise<readonly Dump[]> {
  const path = fileURLToPath(new URL(folder, import.meta.url));
  const names = await readdir(path);
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(join(path, name), 'utf8') })));
}

/** How many migrations each has seen, in order. */
export function schemasOf(dumps: readonly Dump[]): readonly number[] {
  return dumps
    .map(({ sql }) => sql.match(/^INSERT INTO (public\.|")migrations/gm)?.length ?? 0)
    .toSorted((a, b) => a - b);
}

/** Every check, what was seen and its verdict. */
export async function expectChecksKept(store: Store): Promise<void> {
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
}

async function outcome(store: Store, token: string): Promise<string | undefined> {
  const found = await store.checks.find(token, 0);
  return found === null ? undefined : judge(found.observations, Date.now()).outcome;
}
