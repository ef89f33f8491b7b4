/** What is read of a check while a second connection writes about it is what it was at one moment. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { NewObservation } from '#checks';
import type { Store } from '#store';

import { sampleObservation } from '../support/sample-observation.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';

const NOW = 1_800_000_000_000;
const ROUNDS = 20;

let temp: ContractStore;
let writer: Store;

beforeAll(async () => {
  temp = await openContractStore();
  writer = await temp.openAnother();
});

afterAll(() => temp.close());

async function insertCheck(token: string): Promise<void> {
  await writer.checks.insert({ token, createdAt: NOW, expiresAt: NOW + 1 }, 1_000);
}

/** What a reader sees of a check until it sees all of what is written meanwhile. */
async function readWhile(token: string, written: readonly NewObservation[], all = written.length) {
  // In one commit.
  const writing = Promise.all(written.map((observation) => writer.observations.append(observation)));
  const readings = [];
  do readings.push(await temp.store.checks.find(token, NOW));
  while ((readings.at(-1)?.observations.length ?? 0) < all);
  await writing;
  return readings;
}

it('find, shows no refusal without the time of the refusal, and no time without the refusal', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const token = `refused-${round}`;
    await insertCheck(token);
    const refusal = sampleObservation(token, { kind: 'refused', scenario: 'wrong', at: NOW });
    await writer.observations.append(sampleObservation(token, { at: NOW - 1 }));
    for (const found of await readWhile(token, [refusal], 2)) {
      const refusedAt = found?.check.releases.get('wrong')?.refusedAt;
      expect(refusedAt).toBe(found?.observations[1]?.at);
    }
  }
});

it('find, shows no observation of the same client without the ones that were stored before it', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const token = `classic-${round}`;
    const common = { at: NOW, clientAddress: `192.0.2.${round}` };
    await insertCheck(token);
    await writer.observations.append(sampleObservation(token, { ...common, detail: '1' }));
    const written = [
      sampleObservation(token, { ...common, scenario: 'dont', detail: '2' }),
      sampleObservation(null, { ...common, kind: 'refused', scenario: 'wrong', detail: '3' }),
    ];
    for (const found of await readWhile(token, written, 3)) {
      const details = (found?.observations ?? []).map(({ detail }) => detail);
      expect(details).toEqual(['1', '2', '3'].slice(0, details.length));
    }
  }
});

it('find, shows no refusal as the check’s alone while the other check that it may belong to is deleted with it', async () => {
  const exclusive = async (token: string): Promise<boolean | undefined> => {
    const found = await temp.store.checks.find(token, NOW);
    return found?.observations.find(({ kind }) => kind === 'refused')?.exclusive;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const [token, other] = [`shared-${round}`, `other-${round}`];
    const common = { at: NOW, clientAddress: `192.0.3.${round}` };
    await Promise.all([insertCheck(token), insertCheck(other)]);
    await Promise.all([
      writer.observations.append(sampleObservation(token, common)),
      writer.observations.append(sampleObservation(other, common)),
      writer.observations.append(sampleObservation(null, { ...common, kind: 'refused', scenario: 'wrong' })),
    ]);
    expect(await exclusive(token)).toBe(false);
    // In one commit.
    const deleted = temp.execute(
      `BEGIN; DELETE FROM "observations" WHERE "token" IS NULL OR "token" = '${other}'; COMMIT`,
    );
    let seen: boolean | undefined;
    while ((seen = await exclusive(token)) !== undefined) expect(seen).toBe(false);
    await deleted;
  }
});
