import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ContractStore, openContractStore } from '../support/contract-store.js';

let temp: ContractStore;
beforeAll(async () => {
  temp = await openContractStore();
});
afterAll(() => temp.close());

const probes = () => temp.store.probes;

async function finished(id: string, domain: string, finishedAt: number, state: 'done' | 'failed' = 'done') {
  await probes().insert({ id, domain, createdAt: finishedAt - 5 }, 1_000);
  await probes().finish({ id, finishedAt, state, report: `report of ${id}` });
}

describe('a stored probe', () => {
  it('is running until it is finished, and keeps its report as it was', async () => {
    const report = JSON.stringify({ steps: ['ä'.repeat(1_000)], result: null });
    await probes().insert({ id: 'a', domain: 'a.example', createdAt: 10 }, 1_000);
    expect(await probes().find('a')).toEqual({
      id: 'a',
      domain: 'a.example',
      createdAt: 10,
      finishedAt: null,
      state: 'running',
      leaseUntil: null,
      report: null,
    });
    await probes().finish({ id: 'a', finishedAt: 20, state: 'done', report });
    expect(await probes().find('a')).toMatchObject({ finishedAt: 20, state: 'done', report });
  });

  it('is null when nobody stored it, and finishing it then changes nothing', async () => {
    await probes().finish({ id: 'nobody', finishedAt: 20, state: 'done', report: '' });
    expect(await probes().find('nobody')).toBeNull();
  });

  it('takes far less room than its text, where certificates are repeated', async () => {
    const report = JSON.stringify(Array.from({ length: 40 }, () => 'certificate '.repeat(200)));
    await probes().insert({ id: 'long', domain: 'long.example', createdAt: 10 }, 1_000);
    await probes().finish({ id: 'long', finishedAt: 20, state: 'done', report });
    await temp.execute(
      `DELETE FROM "probes" WHERE "id" = 'long' AND LENGTH("report") > ${report.length / 100}`,
    );
    expect(await probes().find('long')).toMatchObject({ report });
  });
});

describe('findRecent', () => {
  it('finds the newest probe of the domain that is done, from that time on', async () => {
    await finished('b1', 'b.example', 100);
    await finished('b2', 'b.example', 200);
    await finished('b3', 'b.example', 300, 'failed');
    await finished('c1', 'c.example', 250);
    expect(await probes().findRecent('b.example', 200)).toMatchObject({
      id: 'b2',
      report: 'report of b2',
    });
    expect(await probes().findRecent('b.example', 201)).toBeNull();
  });
});

describe('insert', () => {
  it('stores no second probe of a domain while the process of the first lives', async () => {
    const other = await temp.openAnother();
    const probe = (id: string, createdAt: number, leaseUntil: number) =>
      [{ id, domain: 'd.example', createdAt, leaseUntil }, 1_000] as const;
    // Two processes, simultaneously.
    const [one, two] = await Promise.all([
      probes().insert(...probe('d1', 10, 20)),
      other.probes.insert(...probe('d2', 10, 20)),
    ]);
    const first = one === null ? 'd1' : 'd2';
    expect(one ?? two).toMatchObject({ id: first, state: 'running', leaseUntil: 20 });
    expect(await probes().find(first === 'd1' ? 'd2' : 'd1')).toBeNull();
    await other.probes.renew([first], 30);
    expect(await probes().insert(...probe('d3', 29, 40))).toMatchObject({ id: first, leaseUntil: 30 });
    // Its process is no more.
    expect(await probes().insert(...probe('d4', 30, 40))).toBeNull();
    await probes().finish({ id: 'd4', finishedAt: 31, state: 'failed', report: '' });
    expect(await probes().insert(...probe('d5', 32, 40))).toBeNull();
  });

  it('keeps the newest, in the order in which they came', async () => {
    const other = await openContractStore();
    const ids = ['1', '2', '3', '4'];
    for (const id of ids) await other.store.probes.insert({ id, domain: 'e.example', createdAt: 7 }, 2);
    const kept = await Promise.all(ids.map((id) => other.store.probes.find(id)));
    expect(kept.map((probe) => probe?.id)).toEqual([undefined, undefined, '3', '4']);
    await other.close();
  });
});
