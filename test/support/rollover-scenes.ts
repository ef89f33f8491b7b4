/** Worlds to roll certificates over in: one server at `mail.example.test`, and what is different about it. */
import type { Endpoint, PlannedRecord, RolloverOptions } from '#rollover';

import { issuerRecord, keyRecord, type TestChain, testChain, wrongRecord } from './rollover-certificates.js';
import { RolloverWorld, type WorldAddress, type WorldOptions } from './rollover-world.js';

export const HOST = 'mail.example.test';
export const NAME = `_25._tcp.${HOST}.`;
export const TTL = 60;

export const OLD = testChain('old', 'rsa', HOST);
export const NEXT = testChain('next', 'rsa', HOST);
export const OTHER_NEXT = testChain('other next', 'rsa', HOST);
export const RENEWED = testChain('renewed', 'rsa', HOST, { keyOf: OLD });
export const ELLIPTIC = testChain('elliptic', 'ecdsa', HOST);

export const SERVER_OPTIONS: RolloverOptions = {
  target: {
    kind: 'server',
    host: HOST,
    ports: [25],
    cert: '/etc/mail/chain.pem',
    key: null,
    nextCert: '/etc/renewed/chain.pem',
    nextKey: null,
    reload: 'true',
    scheme: '3-1-1',
    tlsaName: null,
  },
  ttl: TTL,
  keep: [],
};

export const PLACE: Endpoint = {
  host: HOST,
  port: 25,
  tlsOnConnect: false,
  tlsaName: NAME,
  expected: 'verified',
};

/** Its records are wrong on purpose. */
export const WRONG_PLACE: Endpoint = {
  host: 'wrong.example.test',
  port: 25,
  tlsOnConnect: false,
  tlsaName: '_25._tcp.wrong.example.test.',
  expected: 'mismatch',
};

export function at(data: string, name = NAME): PlannedRecord {
  return { name, data };
}

export function keyAt(chain: TestChain, name = NAME): PlannedRecord {
  return at(keyRecord(chain), name);
}

/** What is published for it. */
export function dataOf(world: RolloverWorld): string[] {
  return world.zone.filter(({ name }) => name === NAME).map(({ data }) => data);
}

/** One name server is a minute and a half behind the other. */
export const TWO_NAME_SERVERS = [
  { name: 'ns1.example.test [192.0.2.53]', shows: (time: number) => time },
  { name: 'ns2.example.test [192.0.2.54]', shows: (time: number) => time - 90_000 },
];

export function twoAddresses(...chains: TestChain[]): WorldAddress[] {
  return ['192.0.2.1', '2001:db8::1'].map((address) => ({ address, chains: [...chains] }));
}

export function simpleWorld(different: Partial<WorldOptions> = {}): RolloverWorld {
  return new RolloverWorld({
    places: [PLACE],
    zone: [keyAt(OLD)],
    ttl: TTL,
    nameServers: TWO_NAME_SERVERS,
    addresses: twoAddresses(OLD),
    current: OLD,
    next: [NEXT],
    recordsOf: (chain) => [keyAt(chain)],
    ...different,
  });
}

/** `3 1 1 + 2 1 1`. */
export function keyAndIssuer(chain: TestChain): PlannedRecord[] {
  return [keyAt(chain), at(issuerRecord(chain))];
}

/** A key that is made when it is prepared, another place with wrong records, and an elliptic certificate besides. */
export function applianceWorld(): RolloverWorld {
  const recordsOf = (chain: TestChain): PlannedRecord[] => [
    keyAt(chain),
    at(wrongRecord(keyRecord(chain)), WRONG_PLACE.tlsaName),
  ];
  return simpleWorld({
    places: [PLACE, WRONG_PLACE],
    zone: [...recordsOf(OLD), keyAt(ELLIPTIC)],
    addresses: twoAddresses(OLD, ELLIPTIC),
    next: [NEXT, OTHER_NEXT],
    recordsOf,
  });
}
