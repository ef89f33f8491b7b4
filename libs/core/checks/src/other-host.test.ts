import { describe, expect, it } from 'vitest';

import { parseHostName } from './address.js';
import { isOtherHost } from './other-host.js';

const ONE = '0000000000aa';
const OTHER = '0000000000bb';
const DOMAIN = 'havedane.test';

describe('isOtherHost', () => {
  it.each([
    ['its own host', `${ONE}.wrong.${DOMAIN}`, false],
    ['its own host, in other letters', `${ONE.toUpperCase()}.WRONG.${DOMAIN}.`, false],
    ['another scenario of its check', `${ONE}.do.${DOMAIN}`, true],
    ['another check', `${OTHER}.wrong.${DOMAIN}`, true],
    ['the classic host', `wrong.${DOMAIN}`, false],
    ['the classic host of another scenario', `do.${DOMAIN}`, true],
    ['the domain itself', DOMAIN, false],
    ['a name that is none of ours', 'mail.example.org', false],
  ])('for the server name of %s', (_, serverName, other) => {
    const host = parseHostName(serverName, DOMAIN);
    expect(isOtherHost(host, { token: ONE, scenario: 'wrong' })).toBe(other);
  });

  it('is false without a server name', () => {
    expect(isOtherHost(null, { token: ONE, scenario: 'wrong' })).toBe(false);
  });
});
