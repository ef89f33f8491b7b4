import { SCENARIOS } from '#scenarios';
import { describe, expect, it } from 'vitest';

import { formatAddress, parseHostName, parseRecipient, type HostName, type Recipient } from './address.js';

const DOMAIN = 'havedane.test';
const TOKEN = '0123456789ab';

describe('formatAddress', () => {
  it.each(SCENARIOS.flatMap(({ id }) => (['host', 'classic'] as const).map((style) => ({ id, style }))))(
    'gives what parseRecipient reads back ($style, $id)',
    ({ id, style }) => {
      expect(parseRecipient(formatAddress(style, TOKEN, id, DOMAIN), DOMAIN)).toEqual({
        kind: 'check',
        scenario: id,
        token: TOKEN,
        style,
      });
    },
  );
});

describe('parseHostName', () => {
  const cases: readonly [string, HostName][] = [
    ['havedane.test', { kind: 'apex' }],
    ['HaveDANE.test.', { kind: 'apex' }],
    ['wrong.havedane.test', { kind: 'scenario', scenario: 'wrong' }],
    [`${TOKEN}.do.havedane.test`, { kind: 'check', scenario: 'do', token: TOKEN }],
    [`${TOKEN.toUpperCase()}.DO.havedane.test.`, { kind: 'check', scenario: 'do', token: TOKEN }],
    [`x.${TOKEN}.do.havedane.test`, { kind: 'foreign' }],
    [`${TOKEN}.other.havedane.test`, { kind: 'foreign' }],
    ['short.do.havedane.test', { kind: 'foreign' }],
    ['other.havedane.test', { kind: 'foreign' }],
    ['evilhavedane.test', { kind: 'foreign' }],
    ['do.havedane.test.example', { kind: 'foreign' }],
    ['', { kind: 'foreign' }],
    ['.havedane.test', { kind: 'foreign' }],
    ['do..havedane.test', { kind: 'foreign' }],
    ['constructor.havedane.test', { kind: 'foreign' }],
  ];

  it.each(cases)('%j', (name, expected) => {
    expect(parseHostName(name, DOMAIN)).toEqual(expected);
  });
});

describe('parseRecipient', () => {
  const cases: readonly [string, Recipient][] = [
    [`TEST@${TOKEN}.do.havedane.test`, { kind: 'check', scenario: 'do', token: TOKEN, style: 'host' }],
    [
      `${TOKEN.toUpperCase()}@dont.havedane.test`,
      { kind: 'check', scenario: 'dont', token: TOKEN, style: 'classic' },
    ],
    ['postmaster', { kind: 'postmaster' }],
    ['Postmaster@havedane.test', { kind: 'postmaster' }],
    ['postmaster@wrong.havedane.test', { kind: 'postmaster' }],
    [`postmaster@${TOKEN}.do.havedane.test`, { kind: 'postmaster' }],
    ['postmaster@anything.do.havedane.test', { kind: 'postmaster' }],
    ['postmaster@x.Anything.WRONG.havedane.test.', { kind: 'postmaster' }],
    ['test@anything.do.havedane.test', { kind: 'unknown-mailbox' }],
    ['postmaster@example.org', { kind: 'foreign' }],
    ['postmaster@other.havedane.test', { kind: 'foreign' }],
    ['postmaster@anything.other.havedane.test', { kind: 'foreign' }],
    ['postmaster@.do.havedane.test', { kind: 'foreign' }],
    ['postmaster@anything..do.havedane.test', { kind: 'foreign' }],
    ['postmaster@anything.do.havedane.test.example', { kind: 'foreign' }],
    [`other@${TOKEN}.do.havedane.test`, { kind: 'unknown-mailbox' }],
    ['test@do.havedane.test', { kind: 'unknown-mailbox' }],
    [`${TOKEN}@havedane.test`, { kind: 'unknown-mailbox' }],
    [`"${TOKEN}@do.havedane.test"@example.org`, { kind: 'foreign' }],
    [`${TOKEN}%do.havedane.test@example.org`, { kind: 'foreign' }],
    [`@example.org:${TOKEN}@do.havedane.test`, { kind: 'unknown-mailbox' }],
    ['', { kind: 'foreign' }],
    ['@', { kind: 'foreign' }],
    ['someone', { kind: 'foreign' }],
  ];

  it.each(cases)('%j', (address, expected) => {
    expect(parseRecipient(address, DOMAIN)).toEqual(expected);
  });
});
