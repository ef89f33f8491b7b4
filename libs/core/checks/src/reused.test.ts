import { describe, expect, it } from 'vitest';

import { isReused } from './reused.js';

const ONE = '0000000000aa';
const OTHER = '0000000000bb';
const DOMAIN = 'havedane.test';

function seen(serverName: string | null, recipient: string | null): Parameters<typeof isReused>[0] {
  const scenario = recipient?.includes('wrong') === true ? 'wrong' : 'do';
  return {
    scenario,
    tls: { version: 'TLSv1.3', cipher: null, serverName },
    evidence: {
      ...{ session: 's-1', clientPort: 1, end: 'open', alert: null, certificate: 'leaf' },
      ...{ sinceCertificateMs: 1, reached: null, reply: null, timing: null },
      ...{ mailFrom: null, recipient, messageId: null, size: null },
    },
  };
}

describe('isReused', () => {
  it.each([
    ['its own host', `${ONE}.wrong.${DOMAIN}`, `test@${ONE}.wrong.${DOMAIN}`, false],
    [
      'its own host, in other letters',
      `${ONE}.WRONG.${DOMAIN}.`,
      `Test@${ONE.toUpperCase()}.wrong.${DOMAIN}`,
      false,
    ],
    ['another scenario of its check', `${ONE}.do.${DOMAIN}`, `test@${ONE}.wrong.${DOMAIN}`, true],
    ['another check', `${OTHER}.wrong.${DOMAIN}`, `test@${ONE}.wrong.${DOMAIN}`, true],
    ['the classic host', `wrong.${DOMAIN}`, `${ONE}@wrong.${DOMAIN}`, false],
    ['the classic host of another scenario', `do.${DOMAIN}`, `${ONE}@wrong.${DOMAIN}`, true],
    ['the classic host, for a host of a check', `wrong.${DOMAIN}`, `test@${ONE}.wrong.${DOMAIN}`, false],
    [
      'the host of the check, for a classic address',
      `${ONE}.wrong.${DOMAIN}`,
      `${ONE}@wrong.${DOMAIN}`,
      false,
    ],
    [
      'the host of another check, for a classic address',
      `${OTHER}.wrong.${DOMAIN}`,
      `${ONE}@wrong.${DOMAIN}`,
      true,
    ],
    ['a name that is none of ours', 'mail.example.org', `test@${ONE}.wrong.${DOMAIN}`, false],
    ['no name', null, `test@${ONE}.wrong.${DOMAIN}`, false],
    ['no recipient', `${ONE}.do.${DOMAIN}`, null, false],
  ])('with the server name of %s', (_, serverName, recipient, reused) => {
    expect(isReused(seen(serverName, recipient))).toBe(reused);
  });

  it('is nothing without TLS', () => {
    expect(isReused({ ...seen(`${ONE}.do.${DOMAIN}`, `test@${ONE}.wrong.${DOMAIN}`), tls: null })).toBe(
      false,
    );
  });
});
