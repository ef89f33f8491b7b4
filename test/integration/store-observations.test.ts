import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { judge, OBSERVATION_KINDS, type Check, type NewObservation } from '#checks';
import { mustRefuse, SCENARIO_IDS, SCENARIOS } from '#scenarios';
import { RESERVE } from '#store';
import { sampleObservation } from '../support/sample-observation.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

let temp: ContractStore;

beforeEach(async () => {
  temp = await openContractStore({ maxObservationsPerCheck: 5 });
});

afterEach(async () => {
  await temp.close();
});

async function createCheck(token: string, createdAt = NOW): Promise<Check> {
  const check = { token, createdAt, expiresAt: createdAt + 7 * 86_400_000 };
  await temp.store.checks.insert(check, 1_000);
  return check;
}

describe('append', () => {
  it('keeps every field of an observation', async () => {
    const check = await createCheck('0123456789ab');
    const observation = sampleObservation(check.token, { at: NOW + 1 });
    expect(await temp.store.observations.append(observation)).toBe('stored');

    const { token: _token, ...fields } = observation;
    expect(await temp.store.observations.ofCheck(check)).toEqual([
      { ...fields, id: 1, attribution: 'exact' },
    ]);
  });

  it.each([true, false])('keeps every field of a query (dnssecOk %s)', async (dnssecOk) => {
    const check = await createCheck('0123456789ab');
    const query = {
      name: '_25._tcp.0123456789ab.do.havedane.test',
      type: 'TLSA',
      dnssecOk,
      transport: 'udp',
      resolverPort: 40_053,
    } as const;
    await temp.store.observations.append(
      sampleObservation(check.token, { kind: 'dns-query', tls: null, evidence: null, query }),
    );
    expect((await temp.store.observations.ofCheck(check)).map((stored) => stored.query)).toEqual([query]);
  });

  it('leaves out what another version recorded and this one does not know', async () => {
    const check = await createCheck('0123456789ab');
    const scenario = 'sts-good';
    await temp.store.observations.append(sampleObservation(check.token, { scenario, at: NOW + 1 }));
    const unknown = 'policy-error' as NewObservation['kind'];
    for (const token of [check.token, null])
      await temp.store.observations.append(
        sampleObservation(token, { scenario, kind: unknown, at: NOW + 2, evidence: null }),
      );
    expect((await temp.store.observations.ofCheck(check)).map(({ kind }) => kind)).toEqual(['delivered']);
    const pooled = await temp.store.observations.pooledSessions(0);
    expect(pooled.map(({ kind }) => kind)).toEqual(['delivered']);
  });

  it('keeps apart what was absent and what was empty', async () => {
    const check = await createCheck('0123456789ab');
    const bare = sampleObservation(check.token, {
      kind: 'dns-query',
      clientName: null,
      tls: null,
      evidence: null,
    });
    const nullSender = sampleObservation(check.token, {
      tls: { version: 'TLSv1.2', cipher: null, serverName: null },
      evidence: { ...sampleEvidence(), mailFrom: '', messageId: null },
    });
    await temp.store.observations.append(bare);
    await temp.store.observations.append(nullSender);

    const [first, second] = await temp.store.observations.ofCheck(check);
    expect(first).toMatchObject({ clientName: null, tls: null, evidence: null });
    expect(second).toMatchObject({ tls: nullSender.tls, evidence: nullSender.evidence });
  });

  it('answers no-check for a token that no check has, beside others that are stored', async () => {
    const check = await createCheck('0123456789ab');
    const results = await Promise.all(
      [check.token, 'zzzzzzzzzzzz', check.token].map((token) =>
        temp.store.observations.append(sampleObservation(token)),
      ),
    );
    expect(results).toEqual(['stored', 'no-check', 'stored']);
    expect(await temp.store.observations.ofCheck(check)).toHaveLength(2);
  });

  it('rejects the one that cannot be stored and stores the others of its group', async () => {
    const check = await createCheck('0123456789ab');
    const broken = sampleObservation(check.token, { detail: null as unknown as string });
    const results = await Promise.allSettled(
      [sampleObservation(check.token), broken, sampleObservation(check.token)].map((observation) =>
        temp.store.observations.append(observation),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await temp.store.observations.ofCheck(check)).toHaveLength(2);
  });

  it('rejects what is no observation at all, alone', async () => {
    const check = await createCheck('0123456789ab');
    const results = await Promise.allSettled([
      temp.store.observations.append(sampleObservation(check.token)),
      temp.store.observations.append(null as unknown as NewObservation),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('stores as many as the cap allows and counts the rest, from two stores at once', async () => {
    const check = await createCheck('0123456789ab');
    const stores = [temp.store, await temp.openAnother()];
    const results = await Promise.all(
      Array.from({ length: 10 }, () =>
        stores.map((store) => store.observations.append(sampleObservation(check.token))),
      ).flat(),
    );
    expect(results.filter((result) => result === 'stored')).toHaveLength(5);
    expect(results.filter((result) => result === 'dropped')).toHaveLength(15);
    expect(await temp.store.observations.ofCheck(check)).toHaveLength(5);
    expect(await temp.store.checks.find(check.token, NOW)).toMatchObject({
      check: { observationsDropped: 15 },
    });
  });

  it('makes an observation visible to another store before it resolves', async () => {
    const check = await createCheck('0123456789ab');
    const other = await temp.openAnother();
    await temp.store.observations.append(sampleObservation(check.token));
    expect(await other.observations.ofCheck(check)).toHaveLength(1);
  });

  it('writes what was given before close, and refuses what comes after', async () => {
    const check = await createCheck('0123456789ab');
    const other = await temp.openAnother();
    const pending = Promise.all(
      [1, 2, 3].map(() => other.observations.append(sampleObservation(check.token))),
    );
    await other.close();
    expect(await pending).toEqual(['stored', 'stored', 'stored']);
    await expect(other.observations.append(sampleObservation(check.token))).rejects.toThrow('closed');
    expect(await temp.store.observations.ofCheck(check)).toHaveLength(3);
  });
});

describe('beyond the cap', () => {
  const CAP = 5;
  const at = NOW + MINUTE;
  const refusal = (token: string, overrides: Partial<NewObservation> = {}): NewObservation =>
    sampleObservation(token, { kind: 'refused', scenario: 'wrong', at, ...overrides });
  const appendAll = (observations: readonly NewObservation[]): Promise<string[]> =>
    Promise.all(observations.map((observation) => temp.store.observations.append(observation)));
  const outcome = async (check: Check): Promise<string> =>
    judge(await temp.store.observations.ofCheck(check), at).outcome;

  it('a delivery at wrong is stored after refusals that fill the check, and decides', async () => {
    const check = await createCheck('0123456789ab');
    await appendAll([sampleObservation(check.token, { at }), ...Array(CAP).fill(refusal(check.token))]);
    expect(await outcome(check)).toBe('enforces');

    const delivery = sampleObservation(check.token, { scenario: 'wrong', at });
    expect(await temp.store.observations.append(delivery)).toBe('stored');
    expect(await outcome(check)).toBe('does-not-enforce');
    expect(await temp.store.observations.append(delivery)).toBe('dropped');
  });

  it('a delivery that was let through takes no place from one that decides', async () => {
    const check = await createCheck('0123456789ab');
    await appendAll([sampleObservation(check.token, { at }), ...Array(CAP).fill(refusal(check.token))]);
    const delivery = sampleObservation(check.token, { scenario: 'wrong', at });
    const evidence =
      delivery.evidence === null ? null : { ...delivery.evidence, certificate: 'spare' as const };
    expect(await temp.store.observations.append({ ...delivery, evidence })).toBe('stored');
    expect(await outcome(check)).toBe('enforces');
    expect(await temp.store.observations.append({ ...delivery, evidence })).toBe('dropped');
    expect(await temp.store.observations.append(delivery)).toBe('stored');
    expect(await outcome(check)).toBe('does-not-enforce');
  });

  it('the first of each client, host, kind and of TLS or clear is stored, in one group or in several', async () => {
    const check = await createCheck('0123456789ab');
    await appendAll(Array(CAP).fill(refusal(check.token)));
    const news: NewObservation[] = [
      refusal(check.token, { clientAddress: '198.51.100.9' }),
      refusal(check.token, { scenario: 'do' }),
      refusal(check.token, { kind: 'rejected' }),
      refusal(check.token, { kind: 'tls-failed', tls: null }),
      sampleObservation(check.token),
      sampleObservation(check.token, { tls: null }),
    ];
    const nothingNew: NewObservation[] = [
      refusal(check.token),
      refusal(check.token, { kind: 'dns-query', scenario: 'do' }),
      refusal(check.token, { kind: 'tls-established', scenario: 'do' }),
    ];
    const results = await appendAll([...news, ...news, ...nothingNew]);
    expect(results.map((result, index) => (result === 'stored' ? index : null))).toEqual([
      ...[...news.keys()],
      ...Array(news.length + nothingNew.length).fill(null),
    ]);
    expect(await appendAll(news)).toEqual(Array(news.length).fill('dropped'));
  });

  it('refusals from many addresses leave a place for the delivery, and never take more than the reserve', async () => {
    const check = await createCheck('0123456789ab');
    const flood = Array.from({ length: 300 }, (_, index) =>
      refusal(check.token, { clientAddress: `2001:db8::${index.toString(16)}` }),
    );
    await appendAll([sampleObservation(check.token, { at }), refusal(check.token), ...flood]);
    expect(await outcome(check)).toBe('enforces');
    await temp.store.observations.append(sampleObservation(check.token, { scenario: 'wrong', at }));
    expect(await outcome(check)).toBe('does-not-enforce');

    const everything = SCENARIO_IDS.flatMap((scenario) =>
      OBSERVATION_KINDS.flatMap((kind) =>
        flood.slice(0, 18).flatMap((each) => [
          { ...each, scenario, kind },
          { ...each, scenario, kind, tls: null },
        ]),
      ),
    );
    // So many may wait for the store.
    const half = everything.length / 2;
    await appendAll(everything.slice(0, half));
    await appendAll(everything.slice(half));
    const stored = await temp.store.observations.ofCheck(check);
    expect(stored.length).toBeLessThanOrEqual(CAP + RESERVE);
    const sorts = stored.map(({ scenario, kind, tls }) => `${scenario} ${kind} ${tls === null}`);
    // Of every kind that says how a session ended, in clear and over TLS, but for those that could prove something.
    const others: readonly string[] = ['dns-query', 'policy-fetch', 'tls-established'];
    const ends = OBSERVATION_KINDS.filter((kind) => !others.includes(kind));
    const kept = SCENARIOS.flatMap((scenario) =>
      ends
        .filter((kind) => kind !== 'refused' || !mustRefuse(scenario))
        .flatMap((kind) => [`${scenario.id} ${kind} true`, `${scenario.id} ${kind} false`]),
    );
    expect(sorts).toEqual(expect.arrayContaining(kept));
  });
});

describe('a check that strangers filled', () => {
  it('keeps no refusal as proof, when there was no place for what speaks against it', async () => {
    const check = await createCheck('0123456789ab');
    const at = NOW + MINUTE;
    const append = (kind: 'refused' | 'delivered', scenario: 'do' | 'wrong', overrides = {}) =>
      temp.store.observations.append(sampleObservation(check.token, { kind, scenario, at, ...overrides }));
    // More than one for each client in each scenario and way.
    const flood = Array.from({ length: RESERVE + 100 }, (_, index) => ({
      clientAddress: `2001:db8:${index.toString(16)}::1`,
    }));
    await Promise.all(flood.map((stranger) => append('refused', 'do', stranger)));

    expect(await append('refused', 'do')).toBe('dropped');
    expect(await append('delivered', 'do', { at: at + 1 })).toBe('stored');
    expect(await append('refused', 'wrong', { at: at + 2 })).toBe('dropped');
    const seen = await temp.store.observations.ofCheck(check);
    expect(judge(seen, at + 2).outcome).not.toBe('enforces');
    expect(await append('delivered', 'wrong', { at: at + 3 })).toBe('stored');
  });
});

function sampleEvidence(): NonNullable<NewObservation['evidence']> {
  const { evidence } = sampleObservation(null);
  if (evidence === null) throw new Error('the sample has evidence');
  return evidence;
}
