/** Real queries to a real Knot DNS, as the observer sees them. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import dnsPacket from 'dns-packet';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { createToken, type Check, type Observation } from '#checks';
import type { Store } from '#store';

import type { ObserverParts } from '../../apps/dns/src/create-observer.js';
import { dnsQuery } from '../support/dns-query.js';
import { NameServer } from '../support/name-server.js';
import { startObserver, type ObserverFixture } from '../support/observer-fixture.js';
import { PATIENT } from '../support/patience.js';
import { DOMAIN } from '../support/receiver-fixture.js';

/** Knot hands its queries over once a second, and looks for a lost listener every five. */
const SOON = { ...PATIENT, interval: 50 };

type ObservedStore = ObserverParts['store'];

let observer: ObserverFixture;
let nameServer: NameServer;
let appended: string[];
let lookedUp = 0;

beforeAll(async () => {
  appended = [];
  observer = await startObserver({ wrapStore: counting });
  nameServer = await NameServer.create(DOMAIN, { DNSTAP_SOCKET: observer.socket });
  await nameServer.serve();
});

afterAll(async () => {
  await nameServer.remove();
  await observer.close();
});

function counting(store: Store): ObservedStore {
  return {
    checks: {
      findMany: (tokens, now) => {
        lookedUp += tokens.length;
        return store.checks.findMany(tokens, now);
      },
    },
    observations: {
      append: (observation) => {
        appended.push(observation.query?.name ?? '');
        return store.observations.append(observation);
      },
      ofCheck: (check) => store.observations.ofCheck(check),
    },
  };
}

/** Asks once, as a resolver, with further options of kdig. */
async function ask(name: string, type: string, ...options: string[]): Promise<void> {
  await dnsQuery(nameServer, name, type, ['+norec', ...options]);
}

function host({ token }: Check, scenario = 'wrong'): string {
  return `${token}.${scenario}.${DOMAIN}`;
}

async function observed(check: Check, count: number): Promise<Observation[]> {
  return vi.waitFor(async () => {
    const observations = await observer.observations(check);
    expect(observations).toHaveLength(count);
    return observations;
  }, SOON);
}

/** Asks for ever new names until one of them is seen: what was asked while nobody listened is lost. */
async function seenAgain(check: Check): Promise<void> {
  let count = 0;
  const before = (await observer.observations(check)).length;
  await vi.waitFor(
    async () => {
      count += 1;
      await ask(`again${count}.${host(check)}`, 'A');
      expect((await observer.observations(check)).length).toBeGreaterThan(before);
    },
    { ...PATIENT, interval: 500 },
  );
}

describe('a query for a name of a live check', () => {
  it('is observed with all that is known about it', async () => {
    const check = await observer.createCheck();
    const before = Date.now();
    await ask(`_25._tcp.${host(check)}`, 'TLSA', '+dnssec', '+tcp');
    const after = Date.now();

    const [observation] = await observed(check, 1);
    const name = `_25._tcp.${host(check)}`;
    expect(observation).toEqual({
      id: expect.any(Number),
      at: expect.any(Number),
      kind: 'dns-query',
      scenario: 'wrong',
      attribution: 'exact',
      clientAddress: '127.0.0.1',
      clientName: null,
      tls: null,
      detail: `A resolver asked for the TLSA records of ${name}, with DNSSEC.`,
      evidence: null,
      query: { name, type: 'TLSA', dnssecOk: true, transport: 'tcp', resolverPort: expect.any(Number) },
    });
    expect(observation!.at).toBeGreaterThanOrEqual(before);
    expect(observation!.at).toBeLessThanOrEqual(after);
  });

  it('is observed for every name that a resolver makes of it', async () => {
    const check = await observer.createCheck();
    await ask(host(check, 'do'), 'A');
    await ask(host(check, 'do'), 'AAAA', '+edns');
    await ask(host(check, 'dont').toUpperCase(), 'MX', '+dnssec');
    await ask(`_tcp.${host(check, 'wrong')}`, 'A', '+dnssec');
    await ask(`_25._TcP.${host(check, 'wrong')}`, 'TYPE65280', '+dnssec');

    // Each of Knot's threads hands over its own: the order is in the times.
    const observations = (await observed(check, 5)).sort((a, b) => a.at - b.at);
    expect(
      observations.map(({ scenario, query }) => [scenario, query?.name, query?.type, query?.dnssecOk]),
    ).toEqual([
      ['do', host(check, 'do'), 'A', false],
      ['do', host(check, 'do'), 'AAAA', false],
      ['dont', host(check, 'dont'), 'MX', true],
      ['wrong', `_tcp.${host(check)}`, 'A', true],
      ['wrong', `_25._tcp.${host(check)}`, 'TYPE65280', true],
    ]);
    expect(observations.map(({ query }) => query?.transport)).toEqual(Array(5).fill('udp'));
  });

  it('is observed once for each resolver', async () => {
    const check = await observer.createCheck();
    for (let count = 0; count < 3; count += 1) await ask(host(check), 'A');
    await ask(host(check), 'A', '-b', '127.0.0.62');
    const observations = (await observed(check, 2)).sort((a, b) => a.at - b.at);
    expect(observations.map(({ clientAddress }) => clientAddress)).toEqual(['127.0.0.1', '127.0.0.62']);
  });

  it('is left alone when the check is unknown, and when no token is in the name', async () => {
    const check = await observer.createCheck();
    await ask(`zzzzzzzzzzzz.wrong.${DOMAIN}`, 'A');
    await ask(`_25._tcp.wrong.${DOMAIN}`, 'TLSA');
    await ask(`${check.token}.${DOMAIN}`, 'A');
    await ask(host(check), 'A');
    await observed(check, 1);
    expect(appended.filter((name) => !name.endsWith(host(check)) && name.includes('zzz'))).toEqual([]);
  });
});

describe('a connection that was lost', () => {
  it('is made again by Knot when the observer restarts', async () => {
    const check = await observer.createCheck();
    await observer.restart();
    await seenAgain(check);
  });

  it('is made again when Knot restarts', async () => {
    const check = await observer.createCheck();
    await nameServer.stop();
    await nameServer.serve();
    await seenAgain(check);
  });

  it('is made again when Knot reads its configuration anew', async () => {
    const check = await observer.createCheck();
    await nameServer.control('reload');
    await seenAgain(check);
  });

  it('does not repeat what was observed before', async () => {
    const check = await observer.createCheck();
    await ask(host(check), 'A');
    await observed(check, 1);
    await observer.restart();
    await seenAgain(check);
    await ask(host(check), 'A');
    await ask(host(check), 'AAAA');
    await vi.waitFor(async () => {
      const types = (await observer.observations(check)).map(({ query }) => query?.type);
      expect(types).toContain('AAAA');
    }, SOON);
    const names = (await observer.observations(check)).map(({ query }) => `${query?.name} ${query?.type}`);
    expect(names.filter((name) => name === `${host(check)} A`)).toHaveLength(1);
  });
});

describe('a flood of random names', () => {
  let socket: ReturnType<typeof createSocket>;

  beforeEach(async () => {
    socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
  });

  afterEach(() => socket.close());

  it('writes nothing, and the queries of a live check are still seen', async () => {
    const check = await observer.createCheck();
    await seenAgain(check);
    appended.length = 0;
    const before = lookedUp;
    for (let count = 0; count < 20_000; count += 1) {
      // Every other one has the form of a token.
      const label = count % 2 === 0 ? createToken(randomBytes) : randomBytes(8).toString('hex');
      const name = `_25._tcp.${label}.wrong.${DOMAIN}`;
      const query = dnsPacket.encode({ type: 'query', id: count, questions: [{ type: 'TLSA', name }] });
      socket.send(query, nameServer.port, nameServer.address);
      // Paced by the answers of the event loop, so that the kernel does not drop them.
      if (count % 200 === 0) await pause(1);
    }
    await seenAgain(check);
    expect(appended.filter((name) => !name.endsWith(host(check)))).toEqual([]);
    // Knot leaves out what it cannot hand over in time; what came was looked up.
    expect(lookedUp - before).toBeGreaterThan(500);
  });
});
