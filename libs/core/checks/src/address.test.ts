import { SCENARIOS } from '#scenarios';
import { describe, expect, it } from 'vitest';

import {
  formatAddress,
  isLabel,
  parseHostName,
  parseQueryName,
  parseRecipient,
  recipientLabel,
  type HostName,
  type Recipient,
} from './address.js';
import { POLICY_SCENARIOS } from './mail-hosts.js';

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
        style: id === 'sts-sub' ? 'host' : POLICY_SCENARIOS.includes(id) ? 'classic' : style,
        label: null,
      });
    },
  );

  it('is no address below a mail domain with a policy: there is none for a domain with a token', () => {
    expect(parseRecipient(`test@${TOKEN}.sts-cert.${DOMAIN}`, DOMAIN)).toEqual({ kind: 'unknown-mailbox' });
    // Nor at the parent whose policy must not count for its subdomains.
    expect(parseRecipient(`${TOKEN}@sts-sub.${DOMAIN}`, DOMAIN)).toEqual({ kind: 'unknown-mailbox' });
  });
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

describe('parseQueryName', () => {
  it.each([
    [`${TOKEN}.do.havedane.test`, { scenario: 'do', token: TOKEN }],
    [`_25._tcp.${TOKEN}.wrong.havedane.test.`, { scenario: 'wrong', token: TOKEN }],
    [`_TCP.${TOKEN.toUpperCase()}.dOnT.HaveDane.test`, { scenario: 'dont', token: TOKEN }],
    [`a.b.c.d.${TOKEN}.do.havedane.test`, { scenario: 'do', token: TOKEN }],
    [`${TOKEN}.x.do.havedane.test`, null],
    [`${TOKEN}.havedane.test`, null],
    ['_25._tcp.do.havedane.test', null],
    ['do.havedane.test', null],
    [`${TOKEN}.do.havedane.test.example`, null],
    [`${TOKEN}.do.xhavedane.test`, null],
    ['.', null],
    ['', null],
  ])('%j', (name, expected) => {
    expect(parseQueryName(name, DOMAIN)).toEqual(expected);
  });
});

describe('parseRecipient', () => {
  const cases: readonly [string, Recipient][] = [
    [
      `TEST@${TOKEN}.do.havedane.test`,
      { kind: 'check', scenario: 'do', token: TOKEN, style: 'host', label: null },
    ],
    [
      `${TOKEN.toUpperCase()}@dont.havedane.test`,
      { kind: 'check', scenario: 'dont', token: TOKEN, style: 'classic', label: null },
    ],
    ['postmaster', { kind: 'operator', mailbox: 'postmaster' }],
    ['Postmaster@havedane.test', { kind: 'operator', mailbox: 'postmaster' }],
    ['postmaster@wrong.havedane.test', { kind: 'operator', mailbox: 'postmaster' }],
    [`postmaster@${TOKEN}.do.havedane.test`, { kind: 'operator', mailbox: 'postmaster' }],
    ['postmaster@anything.do.havedane.test', { kind: 'operator', mailbox: 'postmaster' }],
    ['ABUSE@havedane.test', { kind: 'operator', mailbox: 'abuse' }],
    ['hostmaster@do.havedane.test', { kind: 'operator', mailbox: 'hostmaster' }],
    ['TLS-Reports@havedane.test', { kind: 'operator', mailbox: 'tls-reports' }],
    ['postmaster@x.Anything.WRONG.havedane.test.', { kind: 'operator', mailbox: 'postmaster' }],
    ['test@anything.do.havedane.test', { kind: 'unknown-mailbox' }],
    ['postmaster@example.org', { kind: 'foreign' }],
    ['postmaster@other.havedane.test', { kind: 'foreign' }],
    ['postmaster@anything.other.havedane.test', { kind: 'foreign' }],
    ['postmaster@.do.havedane.test', { kind: 'foreign' }],
    ['postmaster@anything..do.havedane.test', { kind: 'foreign' }],
    ['postmaster@anything.do.havedane.test.example', { kind: 'foreign' }],
    [
      `MX1@${TOKEN}.do.havedane.test`,
      { kind: 'check', scenario: 'do', token: TOKEN, style: 'host', label: 'mx1' },
    ],
    [`mx_1@${TOKEN}.do.havedane.test`, { kind: 'unknown-mailbox' }],
    [`-mx@${TOKEN}.do.havedane.test`, { kind: 'unknown-mailbox' }],
    [`${'a'.repeat(33)}@${TOKEN}.do.havedane.test`, { kind: 'unknown-mailbox' }],
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

describe('recipientLabel', () => {
  it.each([
    [`mx1@${TOKEN}.wrong.havedane.test`, 'mx1'],
    [`test@${TOKEN}.wrong.havedane.test`, null],
    [`${TOKEN}@wrong.havedane.test`, null],
    ['', null],
  ])('of %j is %j', (recipient, label) => {
    expect(recipientLabel(recipient)).toBe(label);
  });
});

describe('isLabel', () => {
  it.each(['postmaster', 'abuse', 'hostmaster', 'tls-reports', '', 'a b', 'ä'])('leaves out %j', (text) => {
    expect(isLabel(text)).toBe(false);
  });
});
