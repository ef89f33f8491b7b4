/** What comes over the socket and is not what a name server should send, and a store that fails. */
import { afterEach, describe, expect, it, vi } from 'vitest';

import { MAX_QUERIES_PER_CHECK, type Check, type NewObservation } from '#checks';
import type { Store } from '#store';

import type { ObserverParts } from '../../apps/dns/src/create-observer.js';
import { DnstapClient, dnstapPayload } from '../support/dnstap-client.js';
import { startObserver, type ObserverFixture } from '../support/observer-fixture.js';
import { PATIENT } from '../support/patience.js';
import { DOMAIN } from '../support/receiver-fixture.js';

let observer: ObserverFixture;

afterEach(async () => {
  await observer.close();
});

function host({ token }: Check): string {
  return `${token}.wrong.${DOMAIN}`;
}

async function typesSeen(check: Check): Promise<(string | undefined)[]> {
  return (await observer.observations(check)).map(({ query }) => query?.type);
}

function logged(message: string): Record<string, unknown>[] {
  return observer.logs.filter(({ msg }) => msg === message);
}

const CANNOT_BE_UNDERSTOOD = 'what came over the socket cannot be understood, disconnecting';

describe('a stream that is no Frame Stream', () => {
  it.each([
    ['a line of text', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a frame without end', Buffer.from([0x7f, 0xff, 0xff, 0xff])],
    ['a control frame without end', Buffer.from([0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff])],
    ['data before START', Buffer.from([0, 0, 0, 1, 7])],
  ])('is disconnected and logged (%s), and others go on', async (_name, octets) => {
    observer = await startObserver();
    const check = await observer.createCheck();
    const good = await DnstapClient.started(observer.socket);
    const bad = await DnstapClient.open(observer.socket);
    bad.write(octets);
    await bad.closed;
    expect(logged(CANNOT_BE_UNDERSTOOD)).toHaveLength(1);

    good.send(dnstapPayload(host(check)));
    await expect.poll(() => typesSeen(check)).toEqual(['A']);
    good.close();
  });

  it('is logged once, however often it comes', async () => {
    observer = await startObserver();
    for (let count = 0; count < 20; count += 1) {
      const bad = await DnstapClient.open(observer.socket);
      bad.write(Buffer.from('nonsense'));
      await bad.closed;
    }
    expect(logged(CANNOT_BE_UNDERSTOOD)).toHaveLength(1);
  });
});

describe('a frame that cannot be read', () => {
  it('is left out and logged once, and those around it are taken', async () => {
    observer = await startObserver();
    const check = await observer.createCheck();
    const client = await DnstapClient.started(observer.socket);
    const good = dnstapPayload(host(check));
    const longName = Array.from({ length: 4 }, () => 'a'.repeat(60)).join('.');
    client.send(
      Buffer.alloc(1, 0xff),
      // With the token, so that it is looked at.
      good.subarray(0, good.length - 1),
      Buffer.concat([Buffer.alloc(100, 0xff), good]),
      dnstapPayload(host(check), { queryAddress: Buffer.alloc(7) }),
      dnstapPayload(`${longName}.${host(check)}`),
      dnstapPayload(host(check), {}, { type: 'response' }),
      good,
    );
    client.send(dnstapPayload(host(check), { type: 2 }));
    client.send(dnstapPayload(host(check), {}, { questions: [{ type: 'AAAA', name: host(check) }] }));
    await expect.poll(() => typesSeen(check)).toEqual(['A', 'AAAA']);
    expect(logged('a frame cannot be read')).toHaveLength(1);
    expect(await client.stop()).toEqual(Buffer.from('000000000000000400000005', 'hex'));
  });

  it('is told from a query that only mentions the token', async () => {
    observer = await startObserver();
    const check = await observer.createCheck();
    const client = await DnstapClient.started(observer.socket);
    const answers = [{ type: 'CNAME', name: 'a.test', data: host(check) }];
    const questions = [{ type: 'A', name: 'a.test' }];
    client.send(dnstapPayload('', {}, { questions, answers }));
    client.send(dnstapPayload(host(check)));
    await expect.poll(() => typesSeen(check)).toEqual(['A']);
    client.close();
  });
});

describe('queries for one check', () => {
  it('are kept up to their limit, also over a restart', async () => {
    observer = await startObserver();
    const check = await observer.createCheck();
    const flood = async (prefix: string): Promise<void> => {
      const client = await DnstapClient.started(observer.socket);
      for (let count = 0; count < 2 * MAX_QUERIES_PER_CHECK; count += 1)
        client.send(dnstapPayload(`${prefix}${count}.${host(check)}`));
      await client.stop();
    };
    await flood('a');
    await expect.poll(() => typesSeen(check)).toHaveLength(MAX_QUERIES_PER_CHECK);
    await observer.restart();
    await flood('b');
    const other = await observer.createCheck();
    const client = await DnstapClient.started(observer.socket);
    client.send(dnstapPayload(host(other)));
    await expect.poll(() => typesSeen(other)).toEqual(['A']);
    client.close();
    expect(await typesSeen(check)).toHaveLength(MAX_QUERIES_PER_CHECK);
  });

  it('are not kept when the check has expired', async () => {
    observer = await startObserver();
    const expired = await insertExpired(observer.store);
    const check = await observer.createCheck();
    const client = await DnstapClient.started(observer.socket);
    client.send(dnstapPayload(host(expired)), dnstapPayload(host(check)));
    await expect.poll(() => typesSeen(check)).toEqual(['A']);
    expect(await typesSeen(expired)).toEqual([]);
    client.close();
  });

  it('do not wait for one another when they come in one chunk', async () => {
    observer = await startObserver();
    const checks = await Promise.all(Array.from({ length: 50 }, () => observer.createCheck()));
    const client = await DnstapClient.started(observer.socket);
    client.send(...checks.flatMap((check) => [dnstapPayload(host(check)), dnstapPayload(host(check))]));
    for (const check of checks) await expect.poll(() => typesSeen(check)).toEqual(['A']);
    client.close();
  });
});

describe('a store that fails', () => {
  it('costs what it could not store, says so once, and nothing after it works again', async () => {
    let isBroken = false;
    observer = await startObserver({ wrapStore: (store) => failing(store, () => isBroken) });
    const [known, unknown] = [await observer.createCheck(), await observer.createCheck()];
    const client = await DnstapClient.started(observer.socket);
    client.send(dnstapPayload(host(known)));
    await expect.poll(() => typesSeen(known)).toEqual(['A']);

    isBroken = true;
    const aaaa = (check: Check) =>
      dnstapPayload(host(check), {}, { questions: [{ type: 'AAAA', name: host(check) }] });
    client.send(aaaa(known), aaaa(known), aaaa(unknown));
    await vi.waitFor(() => expect(logged('a query could not be stored')).toHaveLength(1), PATIENT);
    isBroken = false;
    client.send(aaaa(known), aaaa(unknown));
    await expect.poll(() => typesSeen(known)).toEqual(['A', 'AAAA']);
    await expect.poll(() => typesSeen(unknown)).toEqual(['AAAA']);
    client.close();
  });
});

async function insertExpired(store: Store): Promise<Check> {
  const check = { token: '0123456789ab', createdAt: Date.now() - 2000, expiresAt: Date.now() - 1000 };
  await store.checks.insert(check, 100_000);
  return check;
}

function failing(store: Store, isBroken: () => boolean): ObserverParts['store'] {
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isBroken()) throw new Error('disk I/O error');
    return work();
  };
  return {
    checks: { findMany: (tokens, now) => guard(() => store.checks.findMany(tokens, now)) },
    observations: {
      append: (observation: NewObservation) => guard(() => store.observations.append(observation)),
      ofCheck: (check) => guard(() => store.observations.ofCheck(check)),
    },
  };
}
