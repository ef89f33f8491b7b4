import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';

import { describe, expect, it } from 'vitest';

import { createLogger } from '#logging';

import { hostsWith, knowsReusePort, listen, type Listener } from './listen.js';

/** A server on a machine that answers `code` for some addresses. */
class Machine extends EventEmitter implements Listener {
  readonly asked: string[] = [];
  readonly server = {
    address: (): AddressInfo => ({ address: this.asked.at(-1)!, family: 'IPv4', port: 25 }),
  };

  constructor(
    private readonly code: string,
    private readonly fails: (host: string) => boolean,
  ) {
    super();
  }

  listen({ host }: { readonly host: string }, listening: () => void): void {
    this.asked.push(host);
    const error = Object.assign(new Error(`listen ${this.code} ${host}`), { code: this.code });
    setImmediate(() => (this.fails(host) ? this.emit('error', error) : listening()));
  }
}

const isIpv6 = (host: string): boolean => host.includes(':');

/** `logs` gets what comes later as well. */
async function listening(machine: Machine, host: string): Promise<{ address: string; logs: string[] }> {
  const logs: string[] = [];
  const logger = createLogger({ level: 'info', pretty: false }, 'smtp', {
    write: (line: string) => void logs.push((JSON.parse(line) as { msg: string }).msg),
  });
  const { address } = await listen(machine, host, { port: 25, sharePort: false }, logger);
  return { address, logs };
}

describe('listen', () => {
  it.each(['::', '0:0:0:0:0:0:0:0'])(
    'on %s of a machine without IPv6 takes IPv4, and says so',
    async (host) => {
      const machine = new Machine('EAFNOSUPPORT', isIpv6);
      expect(await listening(machine, host)).toEqual({
        address: '0.0.0.0',
        logs: ['this machine has no IPv6: listening on all IPv4 addresses instead'],
      });
      expect(machine.asked).toEqual([host, '0.0.0.0']);
    },
  );

  it('takes the address that was asked for where it can, and says nothing', async () => {
    const machine = new Machine('EAFNOSUPPORT', () => false);
    expect(await listening(machine, '::')).toEqual({ address: '::', logs: [] });
  });

  it.each([
    [
      'EAFNOSUPPORT',
      '2001:db8::1',
      'this machine has no IPv6: name IPv4 addresses instead, such as 0.0.0.0 for all of them',
    ],
    ['EADDRINUSE', '::', 'another program listens there already'],
  ])('says of %s on %s what to do', async (code, host, reason) => {
    await expect(listening(new Machine(code, isIpv6), host)).rejects.toThrow(
      `The receiver cannot listen on ${host}, SMTP_PORT 25: ${reason}.`,
    );
  });

  it('names IPv4 when that fails as well', async () => {
    await expect(listening(new Machine('EAFNOSUPPORT', () => true), '::')).rejects.toThrow(
      'cannot listen on 0.0.0.0',
    );
  });
});

it('says once in a while that connections cannot be accepted, and goes on', async () => {
  const machine = new Machine('', () => false);
  const { logs } = await listening(machine, '::');
  for (let n = 0; n < 100; n += 1) machine.emit('error', new Error('accept EMFILE'));
  expect(logs).toEqual(['a connection could not be accepted']);
});

describe('knowsReusePort', () => {
  it.each([
    ['20.19.0', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['23.0.0', false],
    ['23.1.0', true],
    ['24.0.0', true],
  ])('of Node %s is %s', (version, expected) => {
    expect(knowsReusePort(version)).toBe(expected);
  });
});

describe('hostsWith', () => {
  it.each([
    [['192.0.2.1'], ['192.0.2.1', '192.0.2.2', '2001:db8::2']],
    [['192.0.2.2'], ['192.0.2.2', '2001:db8::2']],
    [['0.0.0.0'], ['0.0.0.0', '2001:db8::2']],
    [['::'], ['::']],
    [['0:0:0:0:0:0:0:0'], ['0:0:0:0:0:0:0:0']],
  ])('%j and what it does not include', (hosts, expected) => {
    expect(hostsWith(hosts, ['192.0.2.2', '2001:db8::2'])).toEqual(expected);
  });
});
