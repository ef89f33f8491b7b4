/** Simultaneous copies of one TLS report at several APIs on one database, of either engine. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { STORE, type Store } from '#store';

import { localParser } from '../../apps/api/src/operator/parsing/local-parser.js';
import type { Parser } from '../../apps/api/src/operator/parsing/parser.js';
import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';
import { tlsReport } from '../support/tls-report-mail.js';

let temp: ContractStore;
let apis: ApiFixture[] = [];
/** What is posted is read once this is resolved. */
let released: Promise<void>;
let release: () => void;

beforeEach(async () => {
  released = new Promise((resolve) => (release = resolve));
  temp = await openContractStore();
  const { database } = temp;
  const url = database.engine === 'sqlite' ? `sqlite:${database.path}` : database.url;
  const parser: Parser = {
    ...localParser,
    report: (bytes, now) => released.then(() => localParser.report(bytes, now)),
  };
  apis = await Promise.all([1, 2, 3].map(() => startApi({ DATABASE_URL: url }, { parser })));
});
afterEach(async () => {
  await Promise.all(apis.map((api) => api.close()));
  await temp.close();
});

it('are one report and duplicates of it, and none is set aside', async () => {
  const begin = apis.map((api) => vi.spyOn(api.app.get<Store>(STORE).tlsReports, 'beginParsing'));
  const body = JSON.stringify(tlsReport());
  const answers = apis.map(async ({ url }) => {
    const response = await fetch(`${url}/api/tlsrpt`, { method: 'POST', body });
    return ((await response.json()) as { outcome: string }).outcome;
  });
  await expect.poll(() => begin.every(({ mock }) => mock.calls.length > 0)).toBe(true);
  await Promise.all(begin.map(({ mock }) => mock.results[0]?.value as Promise<unknown>));
  release();
  expect((await Promise.all(answers)).toSorted()).toEqual(['duplicate', 'duplicate', 'stored']);
  expect(await temp.store.tlsReports.list()).toMatchObject([{ kind: 'report', organization: 'Google Inc.' }]);
});
