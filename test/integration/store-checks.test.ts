import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type Check, NO_RELEASES, type ReleaseFacts } from '#checks';

import { expectLinearTime } from '../support/bounded.js';
import { sampleObservation } from '../support/sample-observation.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';

const NOW = 1_800_000_000_000;
const DAY = 86_400_000;

let temp: ContractStore;
let created = 0;

beforeEach(async () => {
  temp = await openContractStore();
  created = 0;
});

afterEach(async () => {
  await temp.close();
});

/** Each a millisecond younger than the one before. */
async function createCheck(token: string, maxChecks: number): Promise<Check> {
  created += 1;
  const check = { token, createdAt: NOW + created, expiresAt: NOW + created + DAY };
  await temp.store.checks.insert(check, maxChecks);
  return check;
}

async function createChecks(tokens: readonly string[], maxChecks: number): Promise<void> {
  for (const token of tokens) await createCheck(token, maxChecks);
}

async function remaining(tokens: readonly string[]): Promise<string[]> {
  const found = await Promise.all(tokens.map((token) => temp.store.checks.find(token, NOW)));
  return found.flatMap((one) => (one === null ? [] : [one.check.token]));
}

describe('find and isLive', () => {
  it('know a check until the moment it expires', async () => {
    const check = await createCheck('0123456789ab', 10);
    const { token, expiresAt } = check;
    expect(await temp.store.checks.find(token, expiresAt - 1)).toEqual({
      check: { ...check, releases: NO_RELEASES, observationsDropped: 0 },
      reports: [],
      observations: [],
      revision: 0,
    });
    expect(await temp.store.checks.isLive(token, expiresAt - 1)).toBe(true);
    expect(await temp.store.checks.find(token, expiresAt)).toBeNull();
    expect(await temp.store.checks.isLive(token, expiresAt)).toBe(false);
  });

  it('answer for a token that no check has', async () => {
    expect(await temp.store.checks.find('zzzzzzzzzzzz', NOW)).toBeNull();
    expect(await temp.store.checks.isLive('zzzzzzzzzzzz', NOW)).toBe(false);
  });
});

describe('findMany', () => {
  it('answers those that exist and have not expired, and nothing for nothing', async () => {
    const check = await createCheck('0123456789ab', 10);
    const later = await createCheck('1123456789ab', 10);
    const asked = ['zzzzzzzzzzzz', check.token, later.token, "'; --"];
    expect(await temp.store.checks.findMany(asked, NOW)).toEqual([check, later]);
    expect(await temp.store.checks.findMany(asked, check.expiresAt)).toEqual([later]);
    expect(await temp.store.checks.findMany([], NOW)).toEqual([]);
  });
});

describe('the release of a check', () => {
  const refusal = { kind: 'refused', scenario: 'wrong' } as const;

  const releasesOf = (token: string) => temp.store.checks.findLive(token, NOW);
  const wrong = (facts: Partial<ReleaseFacts>) =>
    new Map([['wrong', { refusedAt: NOW, requestedAt: null, closedAt: null, ...facts }]]);
  const append = (token: string | null, overrides: Parameters<typeof sampleObservation>[1]) =>
    temp.store.observations.append(sampleObservation(token, overrides));

  it('opens with the first refusal by a server of the check, also when another process stores it', async () => {
    await createChecks(['a', 'b'], 10);
    const other = await temp.openAnother();
    await other.observations.append(sampleObservation('a', { at: NOW }));
    await other.observations.append(sampleObservation('a', { kind: 'refused', scenario: 'do', at: NOW + 1 }));
    await other.observations.append(sampleObservation(null, { ...refusal, at: NOW + 2 }));
    expect(await releasesOf('a')).toEqual(NO_RELEASES);
    await other.observations.append(sampleObservation('a', { ...refusal, at: NOW + 3 }));
    await append('a', { ...refusal, at: NOW + 4 });
    expect(await releasesOf('a')).toEqual(wrong({ refusedAt: NOW + 3 }));
    expect(await releasesOf('b')).toEqual(NO_RELEASES);
    const found = await temp.store.checks.find('a', NOW);
    expect(found?.check.releases).toEqual(wrong({ refusedAt: NOW + 3 }));
  });

  it('opens with the delivery that makes the client a server, when the refusal came before it', async () => {
    await createChecks(['a'], 10);
    await append('a', { ...refusal, at: NOW + 1 });
    expect(await releasesOf('a')).toEqual(NO_RELEASES);
    await append('a', { scenario: 'dont', at: NOW + 9 });
    expect(await releasesOf('a')).toEqual(wrong({ refusedAt: NOW + 9 }));
  });

  it('is not opened by a stranger, however often and in whatever way it refuses', async () => {
    await createChecks(['a'], 10);
    await append('a', { at: NOW });
    const clientAddress = '198.51.100.66';
    for (const kind of ['refused', 'tls-failed', 'left', 'lost', 'rejected'] as const)
      await append('a', { ...refusal, kind, clientAddress });
    await append('a', { scenario: 'wrong', clientAddress });
    expect(await releasesOf('a')).toEqual(NO_RELEASES);
  });

  it('takes the first of refusals that are written together', async () => {
    await createChecks(['a'], 10);
    const times = Array.from({ length: 20 }, (_, index) => NOW + 10 + index);
    await append('a', { at: NOW });
    await Promise.all(times.map((at) => append('a', { ...refusal, at })));
    expect(await releasesOf('a')).toEqual(wrong({ refusedAt: NOW + 10 }));
  });

  it('costs little to look for where a client refused often, and delivered elsewhere as often', async () => {
    const large = await temp.openAnother({ maxObservationsPerCheck: 10_000 });
    const fill = async (size: number): Promise<void> => {
      const [elsewhere, here] = [
        await createCheck(`e${created}`, 1_000),
        await createCheck(`h${created}`, 1_000),
      ];
      const clientAddress = `192.0.2.${created}`;
      const repeated = async ({ token }: Check, overrides: Parameters<typeof sampleObservation>[1]) => {
        const observation = sampleObservation(token, { ...overrides, clientAddress });
        await Promise.all(Array.from({ length: size }, () => large.observations.append(observation)));
      };
      await repeated(elsewhere, { at: NOW });
      await repeated(here, { ...refusal, at: NOW });
      await append(here.token, { clientAddress, at: NOW });
    };
    await expectLinearTime((size) => size, fill, 320);
  });

  it('is known by a refusal beyond the cap, the first of which is stored', async () => {
    const small = await temp.openAnother({ maxObservationsPerCheck: 1 });
    await createChecks(['a'], 10);
    await small.observations.append(sampleObservation('a', { at: NOW }));
    expect(await small.observations.append(sampleObservation('a', { ...refusal, at: NOW + 1 }))).toBe(
      'stored',
    );
    expect(await small.observations.append(sampleObservation('a', { ...refusal, at: NOW + 2 }))).toBe(
      'dropped',
    );
    expect(await releasesOf('a')).toEqual(wrong({ refusedAt: NOW + 1 }));
  });

  it('is asked for once: the first time stays', async () => {
    await createChecks(['a'], 10);
    await append('a', { at: NOW });
    await append('a', { ...refusal, at: NOW + 1 });
    await temp.store.checks.requestRelease('a', 'wrong', NOW + 2);
    await temp.store.checks.requestRelease('a', 'wrong', NOW + 3);
    await temp.store.checks.requestRelease('a', 'do', NOW + 3);
    expect(await releasesOf('a')).toEqual(wrong({ refusedAt: NOW + 1, requestedAt: NOW + 2 }));
    await append('a', { ...refusal, at: NOW + 4 });
    expect(await releasesOf('a')).toEqual(wrong({ refusedAt: NOW + 1, requestedAt: NOW + 2 }));
  });

  it('ends with the first delivery to the spare, by anybody, and with no other', async () => {
    await createChecks(['a'], 10);
    const { evidence } = sampleObservation('a');
    const spare = evidence === null ? null : { ...evidence, certificate: 'spare' as const };
    await append('a', { at: NOW });
    await append('a', { ...refusal, at: NOW + 1 });
    await append('a', { scenario: 'wrong', at: NOW + 2 });
    await append('a', { ...refusal, evidence: spare, at: NOW + 3 });
    await append('a', { scenario: 'wrong', evidence: spare, tls: null, at: NOW + 4 });
    expect(await releasesOf('a')).toEqual(wrong({ refusedAt: NOW + 1 }));
    await append('a', { scenario: 'wrong', evidence: spare, clientAddress: '198.51.100.66', at: NOW + 5 });
    await append('a', { scenario: 'wrong', evidence: spare, at: NOW + 6 });
    expect(await releasesOf('a')).toEqual(wrong({ refusedAt: NOW + 1, closedAt: NOW + 5 }));
  });

  it('is not noted for a check that was not refused, has expired or is unknown', async () => {
    const check = await createCheck('a', 10);
    await temp.store.checks.requestRelease('a', 'wrong', NOW);
    expect(await releasesOf('a')).toEqual(NO_RELEASES);
    await append('a', { at: NOW });
    await append('a', { ...refusal, at: NOW + 1 });
    await temp.store.checks.requestRelease('a', 'wrong', check.expiresAt);
    await temp.store.checks.requestRelease('zzzzzzzzzzzz', 'wrong', NOW);
    expect(await releasesOf('a')).toEqual(wrong({ refusedAt: NOW + 1 }));
    expect(await temp.store.checks.findLive('a', check.expiresAt)).toBeNull();
  });

  it('goes with its check', async () => {
    const check = await createCheck('a', 10);
    await append('a', { at: NOW });
    await append('a', { ...refusal, at: NOW + 1 });
    await temp.store.checks.deleteExpired(check.expiresAt);
    await createCheck('a', 10);
    expect(await releasesOf('a')).toEqual(NO_RELEASES);
  });
});

describe('insert', () => {
  it('rejects a token that is in use and keeps the check that has it', async () => {
    const check = await createCheck('0123456789ab', 10);
    const second = { token: check.token, createdAt: NOW + 5, expiresAt: NOW + 6 };
    await expect(temp.store.checks.insert(second, 10)).rejects.toThrow(/unique/i);
    expect(await temp.store.checks.find('0123456789ab', NOW)).toMatchObject({ check });
  });

  it('evicts the oldest checks first when none received mail', async () => {
    const tokens = ['a', 'b', 'c', 'd', 'e'];
    await createChecks(tokens, 3);
    expect(await remaining(tokens)).toEqual(['c', 'd', 'e']);
  });

  it('never evicts a check that received mail before one that did not', async () => {
    await createChecks(['a', 'b', 'c'], 3);
    await temp.store.observations.append(sampleObservation('a'));
    await temp.store.observations.append(sampleObservation('b', { kind: 'refused' }));
    await createChecks(['d', 'e'], 3);
    expect(await remaining(['a', 'b', 'c', 'd', 'e'])).toEqual(['a', 'd', 'e']);
  });

  it('counts mail beyond the cap of observations as received', async () => {
    const small = await temp.openAnother({ maxObservationsPerCheck: 1 });
    await createChecks(['a', 'b'], 2);
    await small.observations.append(sampleObservation('a', { kind: 'tls-established' }));
    expect(await small.observations.append(sampleObservation('a'))).toBe('stored');
    await createChecks(['c'], 2);
    expect(await remaining(['a', 'b', 'c'])).toEqual(['a', 'c']);
  });

  it('keeps the new check when all others received mail, and evicts the oldest of them', async () => {
    await createChecks(['a', 'b'], 2);
    await temp.store.observations.append(sampleObservation('b'));
    await temp.store.observations.append(sampleObservation('a'));
    await createChecks(['c', 'd', 'e'], 2);
    expect(await remaining(['a', 'b', 'c', 'd', 'e'])).toEqual(['b', 'e']);
  });

  it('gets down to a limit that was lowered over several insertions', async () => {
    const tokens = Array.from({ length: 120 }, (_, index) => `check-${index}`);
    await Promise.all(tokens.map((token) => createCheck(token, 1_000)));
    await createChecks(['y', 'z'], 5);
    expect(await remaining([...tokens, 'y', 'z'])).toHaveLength(5);
  });

  it('keeps to the limit when many checks are created at once', async () => {
    const tokens = Array.from({ length: 300 }, (_, index) => `check-${index}`);
    await Promise.all(tokens.map((token) => createCheck(token, 60)));
    expect(await remaining(tokens)).toEqual(tokens.slice(-60));
  });

  it('has room again for every check that expired, and for none that was not stored', async () => {
    await createChecks(['a', 'b', 'c'], 3);
    await expect(temp.store.checks.insert({ token: 'c', createdAt: 1, expiresAt: 2 }, 3)).rejects.toThrow();
    expect(await temp.store.checks.deleteExpired(NOW + DAY + 2)).toBe(2);
    await createChecks(['d', 'e'], 3);
    expect(await remaining(['c', 'd', 'e'])).toEqual(['c', 'd', 'e']);
    await createChecks(['f'], 3);
    expect(await remaining(['c', 'd', 'e', 'f'])).toEqual(['d', 'e', 'f']);
  });

  it('takes the observations of an evicted check with it', async () => {
    const first = await createCheck('a', 1);
    await temp.store.observations.append(sampleObservation('a', { kind: 'refused' }));
    await createChecks(['b'], 1);
    expect(await temp.store.observations.ofCheck(first)).toEqual([]);
    expect(await temp.store.observations.append(sampleObservation('a'))).toBe('no-check');
  });
});

describe('what names no check', () => {
  it('costs little to bound for a client that delivered often', async () => {
    const large = await temp.openAnother({ maxObservationsPerCheck: 10_000 });
    const fill = async (size: number): Promise<void> => {
      const { token } = await createCheck(`n${created}`, 1_000);
      const client = { clientAddress: `192.0.2.${created}`, at: NOW };
      const repeated = async (observation: ReturnType<typeof sampleObservation>) => {
        await Promise.all(Array.from({ length: size }, () => large.observations.append(observation)));
      };
      await repeated(sampleObservation(token, client));
      await repeated(sampleObservation(null, { ...client, kind: 'refused', scenario: 'wrong' }));
    };
    await expectLinearTime((size) => size, fill, 320);
  });
});

describe('deleteExpired', () => {
  it('deletes expired checks with their observations, and no others', async () => {
    const old = await createCheck('old', 10);
    const young = await createCheck('young', 10);
    await temp.store.observations.append(sampleObservation('old'));
    await temp.store.observations.append(sampleObservation('young'));

    expect(await temp.store.checks.deleteExpired(old.expiresAt)).toBe(1);
    expect(await temp.store.observations.ofCheck(old)).toEqual([]);
    expect(await temp.store.observations.ofCheck(young)).toHaveLength(1);
    expect(await temp.store.checks.find('young', NOW)).not.toBeNull();
  });

  it('gets through more than one batch, while observations are appended', async () => {
    const tokens = Array.from({ length: 450 }, (_, index) => `check-${index}`);
    await Promise.all(
      tokens.map((token) => temp.store.checks.insert({ token, createdAt: NOW, expiresAt: NOW + 1 }, 1_000)),
    );
    await temp.store.checks.insert({ token: 'young', createdAt: NOW, expiresAt: NOW + DAY }, 1_000);
    await Promise.all(
      Array.from({ length: 3_000 }, (_, index) =>
        temp.store.observations.append(sampleObservation(tokens[index % 3] ?? '')),
      ),
    );
    const deleting = temp.store.checks.deleteExpired(NOW + 2);
    expect(await temp.store.observations.append(sampleObservation('young'))).toBe('stored');
    expect(await deleting).toBe(450);
  });

  it('never gives an id a second time', async () => {
    const old = await createCheck('old', 10);
    await temp.store.observations.append(sampleObservation('old'));
    expect(await temp.store.checks.deleteExpired(old.expiresAt)).toBe(1);
    const young = await createCheck('young', 10);
    await temp.store.observations.append(sampleObservation('young'));
    expect((await temp.store.observations.ofCheck(young)).map(({ id }) => id)).toEqual([2]);
  });

  it('deletes unattributed observations that can belong to no check any more', async () => {
    const check = { token: 'a', createdAt: NOW, expiresAt: NOW + DAY };
    await temp.store.checks.insert(check, 10);
    const refusal = { kind: 'refused', scenario: 'wrong', at: NOW + 60_000 } as const;
    await temp.store.observations.append(sampleObservation('a', { at: NOW + 60_000 }));
    await temp.store.observations.append(sampleObservation(null, refusal));
    await temp.store.observations.append(
      sampleObservation(null, { ...refusal, clientAddress: '198.51.100.9' }),
    );
    await temp.store.checks.deleteExpired(NOW + DAY / 2);
    expect(await temp.store.observations.ofCheck(check)).toHaveLength(2);

    // A delivery from the other address, made to look as if it had been in time, finds nothing any more.
    await temp.store.observations.append(
      sampleObservation('a', { at: NOW + 60_000, clientAddress: '198.51.100.9' }),
    );
    expect(await temp.store.observations.ofCheck(check)).toHaveLength(3);
  });
});
