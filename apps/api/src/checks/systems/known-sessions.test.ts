/** What is remembered of the hosts with a policy, and who is shown it. */
import { describe, expect, it } from 'vitest';

import type { Observation, StoredObservation } from '#checks';
import { SparingLog } from '#logging';
import type { ObservationNotice } from '#store';

import { sampleObservation } from '../../../../../test/support/sample-observation.js';
import { CheckChanges } from '../check-changes.js';
import { KnownSessions } from './known-sessions.js';
import { SystemsService } from './systems.service.js';

const START = 1_800_000_000_000;
const MINUTE = 60_000;
const CHECK = { token: '0123456789ab', createdAt: START, expiresAt: START + 7 * 86_400_000 };
const [OWN, OF_SYSTEM, STRANGER] = ['192.0.2.1', '192.0.2.2', '198.51.100.9'] as const;

const failing = (_: unknown, message?: string): never => {
  throw new Error(message);
};

const deliveryOf = (token: string, id: number, clientAddress: string): StoredObservation => ({
  ...sampleObservation(token, { at: START + MINUTE, scenario: 'sts-good', clientAddress }),
  id,
});

const refusalBy = (clientAddress: string, id: number): StoredObservation => ({
  ...sampleObservation(null, { kind: 'refused', scenario: 'sts-cert', at: START + MINUTE, clientAddress }),
  id,
});

/** With a resolver, or without one. */
async function started(lookup: ((name: string, type: string) => Promise<unknown>) | null) {
  const changes = new CheckChanges();
  const changed: string[] = [];
  changes.subscribe((token) => changed.push(token));
  let tell: (page: readonly ObservationNotice[]) => void = () => undefined;
  const stored: StoredObservation[] = [];
  const asked: number[] = [];
  const store = {
    observations: {
      pooledSessions: (after: number) => {
        asked.push(after);
        return Promise.resolve(stored.filter(({ id }) => id > after));
      },
    },
    feed: {
      subscribe: (listener: typeof tell) => {
        tell = listener;
        return Promise.resolve(() => undefined);
      },
    },
  };
  const log = new SparingLog({ warn: failing, error: failing });
  const systems = new SystemsService(lookup, changes);
  const sessions = new KnownSessions(store as never, log, systems, changes);
  await sessions.onApplicationBootstrap();
  const add = (...observations: readonly StoredObservation[]): void => {
    stored.push(...observations);
    tell(observations);
  };
  const { token: _token, ...own } = deliveryOf(CHECK.token, 1, OWN);
  const observations: Observation[] = [{ ...own, attribution: 'exact' }];
  const read = (): string[] => {
    const known = systems.knowledgeFor(CHECK.token, observations);
    const { observations: all, systems: ofAll } = sessions.of(CHECK, observations, known);
    return all.flatMap(({ attribution, clientAddress }) =>
      attribution === 'system' && ofAll.has(clientAddress) ? [clientAddress] : [],
    );
  };
  return { add, asked, changed, read, stop: () => sessions.beforeApplicationShutdown() };
}

const ZONE: Readonly<Record<string, readonly unknown[]>> = {
  'TXT example.org': [[`v=spf1 ip4:${OF_SYSTEM} -all`]],
};

function lookUp(name: string, type: string): Promise<unknown> {
  const records = ZONE[`${type} ${name}`];
  return records === undefined
    ? Promise.reject(Object.assign(new Error('there is none'), { code: 'ENOTFOUND' }))
    : Promise.resolve(records);
}

describe('KnownSessions', () => {
  it('joins what the system of a check did, and has those who watch the check shown it', async () => {
    const { add, changed, read, stop } = await started(lookUp);
    add(deliveryOf(CHECK.token, 1, OWN), refusalBy(STRANGER, 2), refusalBy(OF_SYSTEM, 3));
    await expect.poll(() => changed).toContain(CHECK.token);
    await expect.poll(read).toEqual([OF_SYSTEM]);
    await stop();
  });

  it('joins none without a resolver, and nothing that another check may have caused', async () => {
    const alone = await started(null);
    alone.add(deliveryOf(CHECK.token, 1, OWN), refusalBy(OF_SYSTEM, 3));
    await expect.poll(() => alone.changed).toContain(CHECK.token);
    expect(alone.read()).toEqual([]);
    await alone.stop();

    const shared = await started(lookUp);
    shared.add(deliveryOf(CHECK.token, 1, OWN), refusalBy(OF_SYSTEM, 3));
    await expect.poll(shared.read).toEqual([OF_SYSTEM]);
    shared.add(deliveryOf('abcdefgh0123', 4, OF_SYSTEM));
    await expect.poll(shared.read).toEqual([]);
    await shared.stop();
  });

  it('reads each observation once, and nothing where none of them was at such a host', async () => {
    const { add, asked, stop } = await started(lookUp);
    add(refusalBy(OF_SYSTEM, 3));
    await expect.poll(() => asked).toEqual([0, 0]);
    add({ ...deliveryOf(CHECK.token, 5, OWN), scenario: 'do' });
    add(refusalBy(OF_SYSTEM, 7));
    await expect.poll(() => asked).toEqual([0, 0, 3]);
    add(refusalBy(OF_SYSTEM, 9));
    await expect.poll(() => asked).toEqual([0, 0, 3, 7]);
    await stop();
  });
});
