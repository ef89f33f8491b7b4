/** Which fetches of policies concern a check, and what its system may have cached. */
import { describe, expect, it } from 'vitest';

import { LONGEST_POLICY_MS, type Observation, type StoredObservation } from '#checks';
import { SparingLog } from '#logging';
import type { ObservationNotice } from '#store';

import { sampleObservation } from '../../../../../test/support/sample-observation.js';
import { CheckChanges } from '../check-changes.js';
import { KnownFetches } from './known-fetches.js';
import { SystemsService } from './systems.service.js';

const START = 1_800_000_000_000;
const MINUTE = 60_000;
const CHECK = { token: '0123456789ab', createdAt: START, expiresAt: START + 7 * 86_400_000 };

const [OWN, BY_SPF, BY_NAME, STRANGER] = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '198.51.100.9'] as const;

const ZONE: Readonly<Record<string, readonly unknown[]>> = {
  'A mail.example.org': [OWN],
  'TXT example.org': [[`v=spf1 ip4:${BY_SPF} -all`]],
  'PTR 3.2.0.192.in-addr.arpa': ['fetcher.example.org'],
  'A fetcher.example.org': [BY_NAME],
  // Anybody may call their own address so.
  'PTR 9.100.51.198.in-addr.arpa': ['fetcher.example.org'],
};

function fetchBy(clientAddress: string, at: number, id: number, scenario = 'sts-good'): StoredObservation {
  const fetch = sampleObservation(null, { kind: 'policy-fetch', clientAddress, at, clientName: 'curl' });
  return { ...fetch, id, scenario: scenario as StoredObservation['scenario'], evidence: null };
}

const failing = (_: unknown, message?: string): never => {
  throw new Error(message);
};

const delivery: Observation = {
  ...sampleObservation(CHECK.token, { at: START + MINUTE, scenario: 'sts-good', clientAddress: OWN }),
  ...{ id: 1_000, attribution: 'exact' as const },
};

/** What is known of a check after these fetches, once DNS has answered. */
async function knownAfter(fetches: readonly StoredObservation[], observations = [delivery]) {
  const changes = new CheckChanges();
  let answered = 0;
  changes.subscribe(() => (answered += 1));
  const lookup = (name: string, type: string): Promise<unknown> => {
    const records = ZONE[`${type} ${name}`];
    return records === undefined
      ? Promise.reject(Object.assign(new Error('there is none'), { code: 'ENOTFOUND' }))
      : Promise.resolve(records);
  };
  const systems = new SystemsService(lookup, changes);
  let tell: (page: readonly ObservationNotice[]) => void = () => undefined;
  const stored: StoredObservation[] = [];
  const store = {
    observations: {
      policyFetches: (_since: number, after: number) =>
        Promise.resolve(stored.filter(({ id }) => id > after)),
    },
    feed: {
      subscribe: (listener: typeof tell) => {
        tell = listener;
        return Promise.resolve(() => undefined);
      },
    },
  };
  const log = new SparingLog({ warn: failing, error: failing });
  const policies = new KnownFetches(store as never, () => START + 2 * MINUTE, log, systems);
  await policies.onApplicationBootstrap();
  stored.push(...fetches);
  tell(stored);
  const read = () => policies.of(CHECK, observations, systems.knowledgeFor(CHECK.token, observations));
  const addresses = new Set(fetches.map(({ clientAddress }) => clientAddress).filter((one) => one !== OWN));
  await expect.poll(() => (read(), answered)).toBe(addresses.size + 1);
  return read();
}

describe('KnownFetches', () => {
  it.each([
    ['authorised by the SPF record of the sender', BY_SPF, true],
    ['with a confirmed name under the domain of a server', BY_NAME, true],
    ['with a name that does not lead back to it', STRANGER, false],
  ])('counts the fetch by an address %s to the check: %j', async (_, address, isJoined) => {
    const { observations, cache } = await knownAfter([fetchBy(address, START + MINUTE, 7)]);
    const fetches = observations.filter(({ kind }) => kind === 'policy-fetch');
    expect(fetches.map(({ id, attribution }) => [id, attribution])).toEqual(isJoined ? [[7, 'system']] : []);
    expect(cache.policies.map(({ clientAddress }) => clientAddress)).toEqual(isJoined ? [address] : []);
  });

  it('shows what was cached before the check, and leaves it out of what was seen for it', async () => {
    const before = START - 60 * MINUTE;
    const { observations, cache } = await knownAfter([fetchBy(OWN, before - 1, 6), fetchBy(OWN, before, 7)]);
    expect(observations).toEqual([delivery]);
    expect(cache).toEqual({
      policies: [
        { scenario: 'sts-good', clientAddress: OWN, fetchedAt: before, endsAt: before + LONGEST_POLICY_MS },
      ],
      isOlder: true,
      hasEnded: false,
    });
  });

  it('takes nothing for cached where no policy counts, nor what a sender may no longer keep', async () => {
    const old = fetchBy(OWN, START + MINUTE - LONGEST_POLICY_MS, 6);
    const { cache } = await knownAfter([old, fetchBy(OWN, START, 7, 'sts-404')]);
    expect(cache).toEqual({ policies: [], isOlder: false, hasEnded: false });
  });

  it('says of a check that is read later that what was fetched for it has ended', async () => {
    const own = { attribution: 'same-client', at: START - LONGEST_POLICY_MS, id: 1 } as const;
    const ended = [{ ...fetchBy(OWN, START, 7), ...own }, delivery];
    expect((await knownAfter([fetchBy(OWN, START, 7, 'sts-404')], ended)).cache.hasEnded).toBe(true);
    expect((await knownAfter([fetchBy(OWN, START, 7)], ended)).cache.hasEnded).toBe(false);
  });

  it('asks about nobody before a host with a policy was mailed', async () => {
    const elsewhere = { ...delivery, scenario: 'do' as const };
    const { cache } = await knownAfter([fetchBy(OWN, START, 7)], [elsewhere]);
    expect(cache.policies).toHaveLength(1);
  });
});
