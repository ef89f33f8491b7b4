import { describe, expect, it } from 'vitest';

import { loadConfig } from '#config';

import type { TargetFlags } from './rollover-options.js';
import { selectionOf } from './selection.js';

const CONFIG = loadConfig({ DOMAIN: 'dane.example', DNS_TTL: '300' });
const HOST = 'mail.example.org';
const FILES = { cert: '/etc/mail.pem', nextCert: '/renewed/mail.pem', reload: 'postfix reload' };

const select = (flags: Partial<TargetFlags>) => selectionOf({ port: [], keep: [], ...flags }, CONFIG);

describe('selectionOf', () => {
  it('means every rollover that is under way, when nothing is given', () => {
    expect(select({})).toEqual({ kind: 'all' });
  });

  it('goes on with that of a host, when no more is given', () => {
    expect(select({ host: HOST })).toEqual({ kind: 'one', id: HOST, options: null });
  });

  it('begins that of a host with port 25 and one record for the key, unless more is given', () => {
    expect(select({ host: HOST, ...FILES })).toMatchObject({
      kind: 'one',
      id: HOST,
      options: {
        target: {
          kind: 'server',
          host: HOST,
          ports: [25],
          ...FILES,
          key: null,
          scheme: '3-1-1',
          tlsaName: null,
        },
        ttl: 3600,
        keep: [],
        families: [4, 6],
      },
    });
  });

  it('makes the same options of the same values in another order, so that a later call goes on', () => {
    const keep = ['3 1 1 aa', '3 1 1 bb'];
    const one = select({ host: HOST, ...FILES, port: [465, 25, 25], keep });
    const other = select({ host: HOST, ...FILES, port: [25, 465], keep: [...keep].reverse() });
    expect(one).toEqual(other);
    expect(one).toMatchObject({ options: { target: { ports: [25, 465] } } });
  });

  it('begins that of this instance with its domain and TTL', () => {
    expect(select({ appliance: true, ipv4: true })).toEqual({
      kind: 'one',
      id: 'dane.example',
      options: {
        target: { kind: 'appliance', domain: 'dane.example' },
        ttl: 300,
        keep: [],
        families: [4],
      },
    });
  });

  it.each<[Partial<TargetFlags>, string]>([
    [{ host: HOST, cert: '/a' }, 'To begin a rollover, --next-cert and --reload must be given too'],
    [
      { host: HOST, scheme: '3-1-1' },
      'To begin a rollover, --cert and --next-cert and --reload must be given too',
    ],
    [
      { host: HOST, port: [465] },
      'To begin a rollover, --cert and --next-cert and --reload must be given too',
    ],
    [{ cert: '/a' }, '--cert needs --host, or --appliance'],
    [{ keep: ['3 1 1 aa'] }, '--keep needs --host, or --appliance'],
    [{ appliance: true, nextCert: '/a' }, '--next-cert is for other servers; --appliance needs none of it'],
    [{ appliance: true, ttl: 5 }, '--ttl is for other servers; --appliance needs none of it'],
    [{ again: true }, '--again goes with --appliance'],
  ])('refuses %o in one line', (flags, reason) => {
    expect(select(flags)).toEqual({ kind: 'misuse', reason });
  });
});
