import type { NetworkInterfaceInfo } from 'node:os';

import { describe, expect, it } from 'vitest';

import { because, detail } from '#text';

import { dialFailure, ipv6Reach, isPublicAddress, publicOnlyDialer } from './dialer.js';
import { parseSocksUrl } from './socks-dialer.js';

function interfaceOf(address: string, internal = false): NetworkInterfaceInfo {
  const others = { netmask: '', mac: '', cidr: null, internal };
  return address.includes(':')
    ? { ...others, address, family: 'IPv6', scopeid: 0 }
    : { ...others, address, family: 'IPv4' };
}

describe('isPublicAddress', () => {
  it.each(['8.8.8.8', '93.184.215.14', '2001:4860:4860::8888', '2a00:1450:4001::1b'])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '0x7f.1',
    '2130706433',
    'localhost',
    '',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('dialFailure', () => {
  const failure = (code: string, host: string, reach: ReturnType<typeof ipv6Reach>) =>
    dialFailure(Object.assign(new Error(code), { code }), host, reach).kind;

  it('tells a machine without IPv6 from a network that nobody routes to', () => {
    expect(failure('ENETUNREACH', '2001:4860::1', 'none')).toBe('no-ipv6');
    expect(failure('EADDRNOTAVAIL', '2001:4860::1', 'none')).toBe('no-ipv6');
    expect(failure('ENETUNREACH', '2001:4860::1', 'local')).toBe('no-ipv6');
    expect(failure('ENETUNREACH', 'fd12:3456::1', 'local')).toBe('unreachable');
    expect(failure('ENETUNREACH', '2001:4860::1', 'public')).toBe('unreachable');
    expect(failure('ENETUNREACH', '192.0.2.1', 'none')).toBe('unreachable');
    expect(failure('ECONNREFUSED', '2001:4860::1', 'none')).toBe('refused');
  });
});

describe('ipv6Reach', () => {
  const reach = (...addresses: string[]) =>
    ipv6Reach({
      lo: [interfaceOf('::1', true)],
      eth0: [interfaceOf('192.0.2.1'), ...addresses.map((address) => interfaceOf(address))],
    });

  it.each([
    ['none', []],
    ['none', ['fe80::1']],
    ['local', ['fe80::1', 'fd12:3456::1']],
    ['public', ['fe80::1', 'fd12:3456::1', '2001:4860::1']],
  ] as const)('is %s with %j', (expected, addresses) => {
    expect(reach(...addresses)).toBe(expected);
  });

  it('is public with such an address on the loopback interface', () => {
    expect(ipv6Reach({ lo: [interfaceOf('::1', true), interfaceOf('2001:4860::1', true)] })).toBe('public');
  });
});

describe('publicOnlyDialer', () => {
  const dialled: string[] = [];
  const inner = {
    dial: async (address: string) => {
      dialled.push(address);
      return { kind: 'refused' as const, ...because(detail('no-answer')) };
    },
  };

  it('hands on public addresses alone, unless all are allowed', async () => {
    const { signal } = new AbortController();
    for (const allowPrivateAddresses of [false, true]) {
      const dialer = publicOnlyDialer({ allowPrivateAddresses }, inner);
      const results = await Promise.all(
        ['127.0.0.1', '8.8.8.8'].map((address) => dialer.dial(address, 25, 100, signal)),
      );
      expect(results.map(({ kind }) => kind)).toEqual([
        allowPrivateAddresses ? 'refused' : 'forbidden',
        'refused',
      ]);
    }
    expect(dialled).toEqual(['8.8.8.8', '127.0.0.1', '8.8.8.8']);
  });
});

describe('parseSocksUrl', () => {
  it.each([
    ['socks5://127.0.0.1', { host: '127.0.0.1', port: 1080, credentials: null }],
    ['socks5h://proxy.test:9050/', { host: 'proxy.test', port: 9050, credentials: null }],
    [
      'socks5://me:p%40ss@[::1]:1081',
      { host: '::1', port: 1081, credentials: { userName: 'me', password: 'p@ss' } },
    ],
  ])('reads %s', (text, proxy) => {
    expect(parseSocksUrl(text)).toEqual(proxy);
  });

  it.each([
    '',
    'proxy.test:1080',
    'socks4://a:1',
    'http://a:1',
    'socks5://',
    'socks5://a/b',
    'socks5://a?b',
    'socks5://a:x',
    'socks5://%zz@a',
  ])('does not read %j', (text) => {
    expect(parseSocksUrl(text)).toBeNull();
  });
});
