import { describe, expect, it } from 'vitest';

import { sessionLevel } from './observe.js';
import { Session } from './session.js';

describe('sessionLevel', () => {
  const quit = (address: string, happen: (session: Session) => void = () => undefined): Session => {
    const session = new Session('s1', address, 40_000);
    happen(session);
    session.ended('quit');
    return session;
  };

  it.each(['127.0.0.1', '127.1.2.3', '::1'])('is debug for a client at %s that did nothing', (address) => {
    expect(sessionLevel(quit(address))).toBe('debug');
  });

  it.each([
    ['did nothing from elsewhere', quit('192.0.2.1')],
    ['said EHLO', quit('127.0.0.1', (session) => session.hello('client.test'))],
    [
      'was told off',
      quit('127.0.0.1', (session) => {
        session.errorReplied('502 5.5.2 unknown command');
      }),
    ],
  ])('is info for a client that %s', (_, session) => {
    expect(sessionLevel(session)).toBe('info');
  });
});
