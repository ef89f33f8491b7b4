import { EventEmitter } from 'node:events';

import { HttpAdapterHost } from '@nestjs/core';
import { beforeEach, describe, expect, it } from 'vitest';

import { loadConfig } from '#config';

import { inProportion } from '../core/in-proportion.js';
import { ClientAddresses } from '../security/client-addresses.js';
import { ConnectionAdmission, MAX_CONNECTIONS } from './connection-admission.js';

class Connection extends EventEmitter {
  isRefused = false;

  constructor(readonly remoteAddress: string | undefined) {
    super();
  }
}

let admission: ConnectionAdmission;
beforeEach(() => {
  const config = loadConfig({ TRUSTED_PROXIES: '10.0.0.0/8' });
  admission = new ConnectionAdmission(config, new ClientAddresses(config), new HttpAdapterHost());
});

function connect(address: string | undefined): Connection {
  const connection = new Connection(address);
  connection.isRefused =
    admission.admit(connection as unknown as Parameters<ConnectionAdmission['admit']>[0]) !== null;
  return connection;
}

/** How many of so many stay. */
const stay = (address: (index: number) => string, count = 6_000): number =>
  Array.from({ length: count }, (_, index) => connect(address(index))).filter(({ isRefused }) => !isRefused)
    .length;

describe('connections', () => {
  it.each([
    ['one client', 200, () => '192.0.2.1'],
    ['one /24', 800, (index: number) => `192.0.2.${index % 256}`],
    ['one /48', 3_200, (index: number) => `2001:db8:0:${index.toString(16)}::1`],
  ])('of %s are bounded, and others find room', (_whose, expected, address) => {
    expect(stay(address)).toBe(expected);
    expect(connect('198.51.100.1').isRefused).toBe(false);
  });

  it('are bounded in all', () => {
    const most = inProportion(MAX_CONNECTIONS);
    expect(stay((index) => `${11 + (index % 100)}.${index % 250}.${index >> 8}.1`, most + 1_000)).toBe(most);
  });

  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.1.2.3'])(
    'of a proxy at %s are its own affair',
    (address) => {
      expect(stay(() => address)).toBe(6_000);
    },
  );

  it('leave their place when they end', () => {
    const connections = Array.from({ length: 200 }, () => connect('192.0.2.1'));
    expect(connect('192.0.2.1').isRefused).toBe(true);
    connections[0]?.emit('close');
    expect(connect('192.0.2.1').isRefused).toBe(false);
    expect(connect('192.0.2.1').isRefused).toBe(true);
  });

  it('that ended before they were looked at take none', () => {
    expect(connect(undefined).isRefused).toBe(false);
  });
});
