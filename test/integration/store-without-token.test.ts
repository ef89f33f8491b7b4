/** What is stored of sessions whose server name holds no token: which check it belongs to, and how much of it is kept. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  judge,
  LONGEST_POLICY_MS,
  SAME_CLIENT_WINDOW_MS,
  type Check,
  type NewObservation,
  type StoredObservation,
} from '#checks';
import { changesByPhase, PHASE_MS, SCENARIOS } from '#scenarios';
import { sampleObservation } from '../support/sample-observation.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

let temp: ContractStore;

beforeEach(async () => {
  temp = await openContractStore({ maxObservationsPerCheck: 50 });
});

afterEach(async () => {
  await temp.close();
});

async function createCheck(token: string, createdAt = NOW): Promise<Check> {
  const check = { token, createdAt, expiresAt: createdAt + 7 * 86_400_000 };
  await temp.store.checks.insert(check, 1_000);
  return check;
}

describe('observations without a token', () => {
  const refusal = (overrides: Partial<NewObservation> = {}): NewObservation =>
    sampleObservation(null, { kind: 'refused', scenario: 'wrong', at: NOW + MINUTE, ...overrides });

  it.each([
    ['the delivery came first', NOW + MINUTE, NOW + 2 * MINUTE],
    ['the refusal came first', NOW + 2 * MINUTE, NOW + MINUTE],
    ['they are a whole window apart', NOW + MINUTE, NOW + MINUTE + SAME_CLIENT_WINDOW_MS],
  ])('belong to the check of the same client when %s', async (_case, deliveredAt, refusedAt) => {
    const check = await createCheck('0123456789ab');
    const parts = [
      sampleObservation(check.token, { at: deliveredAt }),
      refusal({ at: refusedAt }),
      refusal({ at: refusedAt, clientAddress: '198.51.100.9' }),
    ].sort((a, b) => a.at - b.at);
    for (const part of parts) await temp.store.observations.append(part);

    const seen = await temp.store.observations.ofCheck(check);
    expect(seen.map(({ kind, attribution }) => [kind, attribution]).sort()).toEqual([
      ['delivered', 'exact'],
      ['refused', 'same-client'],
    ]);
    expect(await temp.store.observations.tokensOf(stored(refusal({ at: refusedAt })))).toEqual([check.token]);
  });

  it.each([
    ['no other check is mailed from the address', null, '192.0.2.1', true],
    ['another check is, at about that time', NOW + MINUTE + SAME_CLIENT_WINDOW_MS, '192.0.2.1', false],
    ['another check is, at another time', NOW + MINUTE + SAME_CLIENT_WINDOW_MS + 1, '192.0.2.1', true],
    ['another check is mailed from another address', NOW + MINUTE, '198.51.100.9', true],
  ])('can be of the check alone when %s', async (_case, otherAt, clientAddress, exclusive) => {
    const [check, other] = [await createCheck('0123456789ab'), await createCheck('0123456789ac')];
    await temp.store.observations.append(sampleObservation(check.token, { at: NOW + MINUTE }));
    await temp.store.observations.append(refusal());
    if (otherAt !== null)
      await temp.store.observations.append(sampleObservation(other.token, { at: otherAt, clientAddress }));

    const seen = await temp.store.observations.ofCheck(check);
    expect(seen.map((each) => each.exclusive)).toEqual([undefined, exclusive]);
    const { outcome, provisional } = judge(seen, NOW + 2 * MINUTE);
    expect({ outcome, provisional }).toEqual({ outcome: 'enforces', provisional: !exclusive });
  });

  it.each([
    ['made before the check was created', refusal({ at: NOW - 1 })],
    ['too long after the delivery', refusal({ at: NOW + MINUTE + SAME_CLIENT_WINDOW_MS + 1 })],
    ['from another address', refusal({ clientAddress: '2001:db8::1' })],
  ])('do not belong to a check when %s', async (_case, observation) => {
    const check = await createCheck('0123456789ab');
    await temp.store.observations.append(sampleObservation(check.token, { at: NOW + MINUTE }));
    await temp.store.observations.append(observation);

    expect(await temp.store.observations.ofCheck(check)).toHaveLength(1);
    expect(await temp.store.observations.tokensOf(stored(observation))).toEqual([]);
  });

  it('do not belong to a check whose own host names alone were mailed', async () => {
    const check = await createCheck('0123456789ab');
    const recipient = `test@${check.token}.do.havedane.test`;
    const evidence = { ...sampleEvidence(), recipient };
    await temp.store.observations.append(sampleObservation(check.token, { at: NOW + MINUTE, evidence }));
    await temp.store.observations.append(refusal());

    expect(await temp.store.observations.ofCheck(check)).toHaveLength(1);
    expect(await temp.store.observations.tokensOf(stored(refusal()))).toEqual([]);
  });

  it('belong to every check to which the client delivered', async () => {
    const tokens = ['0123456789ab', 'abcdefgh0123'];
    for (const token of tokens) {
      await createCheck(token);
      await temp.store.observations.append(sampleObservation(token, { at: NOW + MINUTE }));
      await temp.store.observations.append(sampleObservation(token, { at: NOW + 2 * MINUTE }));
    }
    expect((await temp.store.observations.tokensOf(stored(refusal()))).sort()).toEqual(tokens);
  });

  it('are fetches of policies that are read by time and id, and kept for as long as a sender may keep a policy', async () => {
    const fetch = (at: number) => refusal({ kind: 'policy-fetch', scenario: 'sts-good', at, evidence: null });
    for (const at of [NOW - LONGEST_POLICY_MS - 1, NOW - 2 * 3_600_000, NOW]) {
      await temp.store.observations.append(fetch(at));
    }
    await temp.store.observations.append(refusal({ at: NOW - 2 * 3_600_000 }));
    await temp.store.checks.deleteExpired(NOW);
    const kept = await temp.store.observations.policyFetches(0, 0);
    expect(kept.map(({ kind, at }) => [kind, at])).toEqual([
      ['policy-fetch', NOW - 2 * 3_600_000],
      ['policy-fetch', NOW],
    ]);
    expect(await temp.store.observations.policyFetches(NOW, 0)).toEqual(kept.slice(1));
    expect(await temp.store.observations.policyFetches(0, kept[0]!.id)).toEqual(kept.slice(1));
  });

  it('are read by id at hosts with a policy, beside deliveries, and kept while there is a check', async () => {
    const session = (at: number, overrides: Partial<NewObservation> = {}) =>
      temp.store.observations.append(refusal({ scenario: 'sts-cert', at, ...overrides }));
    const [old, within] = [NOW - 8 * 86_400_000, NOW - 3_600_000];
    await temp.store.checks.insert(
      { token: '0123456789ab', createdAt: NOW - 7_200_000, expiresAt: NOW + 86_400_000 },
      100,
    );
    await session(old);
    await session(within);
    await session(within, { scenario: 'mx-wrong' });
    await session(within, { kind: 'policy-fetch', evidence: null });
    const delivery = sampleObservation('0123456789ab', { scenario: 'sts-good', at: within });
    await temp.store.observations.append(delivery);
    await temp.store.observations.append({ ...delivery, kind: 'left' });
    await temp.store.checks.deleteExpired(NOW);
    const found = await temp.store.observations.pooledSessions(0);
    expect(found.map(({ token, kind, at }) => [token, kind, at])).toEqual([
      [null, 'refused', within],
      ['0123456789ab', 'delivered', within],
    ]);
    expect(await temp.store.observations.pooledSessions(found[0]!.id)).toEqual(found.slice(1));
    await temp.store.checks.deleteExpired(NOW + 2 * 86_400_000);
    expect(await temp.store.observations.pooledSessions(0)).toEqual([]);
  });

  it('are kept up to 50 for one client address, the newest ones', async () => {
    const check = await createCheck('0123456789ab');
    await temp.store.observations.append(refusal({ clientAddress: '198.51.100.9', detail: 'other' }));
    await Promise.all(
      Array.from({ length: 130 }, (_, index) =>
        temp.store.observations.append(refusal({ at: NOW + index, detail: String(index) })),
      ),
    );
    await temp.store.observations.append(sampleObservation(check.token, { at: NOW + MINUTE }));
    const kept = (await temp.store.observations.ofCheck(check)).filter(({ kind }) => kind === 'refused');
    expect(kept.map(({ detail }) => Number(detail))).toEqual(Array.from({ length: 50 }, (_, i) => 80 + i));

    const other = await createCheck('abcdefgh0123');
    await temp.store.observations.append(
      sampleObservation(other.token, { at: NOW + MINUTE, clientAddress: '198.51.100.9' }),
    );
    expect(await temp.store.observations.ofCheck(other)).toHaveLength(2);
  });

  it('are kept up to 50 for all addresses of an IPv6 /64 together', async () => {
    const address = (index: number): string => `2001:db8::${(index % 65).toString(16)}:${index + 1}`;
    await temp.store.observations.append(refusal({ clientAddress: '2001:db8:0:1::1' }));
    await Promise.all(
      Array.from({ length: 130 }, (_, index) =>
        temp.store.observations.append(refusal({ at: NOW + index, clientAddress: address(index) })),
      ),
    );
    const check = await createCheck('0123456789ab');
    for (const clientAddress of ['2001:db8:0:1::1', address(79), address(80), address(129)]) {
      await temp.store.observations.append(sampleObservation(check.token, { at: NOW, clientAddress }));
    }
    const kept = (await temp.store.observations.ofCheck(check)).filter(({ kind }) => kind === 'refused');
    expect(kept.map(({ clientAddress }) => clientAddress)).toEqual([
      '2001:db8:0:1::1',
      address(80),
      address(129),
    ]);
  });

  it('are kept beyond 50 where they were the first or the last to prove a refusal, however many', async () => {
    const proofOf = async (check: Check): Promise<string[]> =>
      (await temp.store.observations.ofCheck(check))
        .filter(({ kind }) => kind === 'refused')
        .map(({ detail }) => detail);
    const checks: Check[] = [];
    for (let index = 0; index < 22; index += 1) {
      const at = NOW + 3 * index * SAME_CLIENT_WINDOW_MS;
      const check = await createCheck(`check-${index}`, at);
      await Promise.all(
        [
          refusal({ at: at - 1, detail: 'before the check' }),
          refusal({ at: at + 1, kind: 'tls-established', detail: 'no refusal' }),
          refusal({ at: at + 2, detail: 'first' }),
          sampleObservation(check.token, { at: at + 3 }),
          refusal({ at: at + 4, detail: 'between' }),
          refusal({ at: at + 5, detail: 'last' }),
          refusal({ at: at + 6, scenario: 'do', detail: 'at another host' }),
        ].map((observation) => temp.store.observations.append(observation)),
      );
      checks.push(check);
    }
    const retries = Array.from({ length: 130 }, (_, index) =>
      temp.store.observations.append(refusal({ at: NOW + 86_400_000 + index * 3_600_000 })),
    );
    await Promise.all(retries);

    const proofs = await Promise.all(checks.map(proofOf));
    expect(proofs).toEqual(checks.map(() => ['first', 'last', 'at another host']));
  });

  it.each(SCENARIOS.filter(changesByPhase).map(({ id }) => id))(
    'are kept beyond 50 where they were the first or the last of a phase at %s',
    async (scenario) => {
      const first = Math.ceil(NOW / (2 * PHASE_MS)) * 2 * PHASE_MS;
      const check = await createCheck('0123456789ab', first);
      // At the edges of the phases nothing is judged.
      const minutes = [1, 4, 4.5, 60, 90, 340, 357, 358, 359, 370, 380, 390, 410, 500, 590, 598, 650, 700];
      for (const minute of [...minutes, ...minutes.map((each) => each + 720)]) {
        const at = first + minute * MINUTE;
        await temp.store.observations.append(refusal({ scenario, at, detail: String(minute) }));
        await temp.store.observations.append(sampleObservation(check.token, { at }));
      }
      const dayLater = first + 4 * PHASE_MS;
      const strangers = Array.from({ length: 130 }, (_, index) =>
        temp.store.observations.append(refusal({ scenario, at: dayLater + index * 3_600_000 })),
      );
      await Promise.all(strangers);

      const proofs = (await temp.store.observations.ofCheck(check)).filter(({ kind }) => kind === 'refused');
      const kept = [1, 4.5, 60, 340, 357, 390, 410, 590, 598, 700];
      expect(proofs.map(({ detail }) => Number(detail))).toEqual([
        ...kept,
        ...kept.map((each) => each + 720),
      ]);
    },
  );

  it('are kept up to 20,000 in all, the newest ones', async () => {
    const address = (index: number): string => `10.0.${index >> 8}.${index & 255}`;
    // What proves something stays, whatever strangers do later.
    const proven = await createCheck('abcdefgh0123');
    for (const kind of ['refused', 'tls-failed', 'tls-failed', 'tls-failed'] as const)
      await temp.store.observations.append(refusal({ kind, clientAddress: '203.0.113.7' }));
    await temp.store.observations.append(
      sampleObservation(proven.token, { at: NOW, clientAddress: '203.0.113.7' }),
    );
    await temp.execute(`INSERT INTO "observations"
      ("at", "kind", "scenario", "client_address", "client_key", "detail")
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19899)
      SELECT ${NOW + MINUTE}, 'refused', 'wrong', a, a, 'stored before' FROM (
        SELECT '10.0.' || (i >> 8) || '.' || (i & 255) AS a, i FROM n
      ) AS "clients" ORDER BY i`);
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        temp.store.observations.append(refusal({ clientAddress: address(19_900 + index) })),
      ),
    );
    const check = await createCheck('0123456789ab');
    const deliver = (index: number): Promise<unknown> =>
      temp.store.observations.append(
        sampleObservation(check.token, { at: NOW + MINUTE, clientAddress: address(index) }),
      );
    await Promise.all([0, 99, 100, 20_099].map(deliver));
    const refusals = (await temp.store.observations.ofCheck(check)).filter(({ kind }) => kind === 'refused');
    expect(refusals.map(({ clientAddress }) => clientAddress)).toEqual([address(100), address(20_099)]);
    // Without an alert, a refusal is proven by being repeated.
    expect((await temp.store.observations.ofCheck(proven)).map(({ kind }) => kind)).toEqual([
      'refused',
      'tls-failed',
      'tls-failed',
      'delivered',
    ]);
  });
});

function stored(observation: NewObservation): StoredObservation {
  return { ...observation, id: 0 };
}

function sampleEvidence(): NonNullable<NewObservation['evidence']> {
  const { evidence } = sampleObservation(null);
  if (evidence === null) throw new Error('the sample has evidence');
  return evidence;
}
