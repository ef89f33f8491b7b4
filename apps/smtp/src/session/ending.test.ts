import { describe, expect, it } from 'vitest';

import type { SessionEnd } from '#checks';

import { endingsOf } from './ending.js';
import { Session } from './session.js';

const TLS = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', serverName: 'x' };
const ONE = '0000000000aa';
const OTHER = '0000000000bb';

/** A session that named the host of a check, in the state after `happen`. */
function session(
  end: Exclude<SessionEnd, 'open'>,
  happen: (session: Session) => void = () => undefined,
): Session {
  const one = new Session('s1', '192.0.2.1', 40_000);
  one.handshakeBegan();
  one.serverNameSent(`${ONE}.wrong.havedane.test`, { kind: 'check', scenario: 'wrong', token: ONE });
  one.certificateChosen('leaf');
  happen(one);
  one.ended(end);
  return one;
}

const established = (one: Session): void => one.handshakeEnded(TLS);

function kindsOf(one: Session): string[] {
  return endingsOf(one).map(({ kind, token, scenario }) => `${kind} ${token} ${scenario}`);
}

describe('endingsOf, for a session that named the host of a check', () => {
  it.each<[string, Session, string]>([
    ['closes after the handshake', session('client-closed', established), 'refused'],
    ['resets after the handshake', session('client-reset', established), 'refused'],
    ['says QUIT after the handshake', session('quit', established), 'refused'],
    [
      'says EHLO and MAIL and goes',
      session('quit', (one) => {
        established(one);
        one.hello('client.test');
        one.mailFrom = '';
      }),
      'refused',
    ],
    [
      'sends a certificate alert in the handshake',
      session('client-alert', (one) => {
        one.alert = 'unknown_ca';
      }),
      'refused',
    ],
    [
      'sends a certificate alert after the handshake',
      session('client-alert', (one) => {
        established(one);
        one.alert = 'bad_certificate';
        one.failure = 'sslv3 alert bad certificate';
      }),
      'refused',
    ],
    [
      'sends another alert in the handshake',
      session('client-alert', (one) => {
        one.alert = 'handshake_failure';
      }),
      'tls-failed',
    ],
    [
      'sends another alert after the handshake',
      session('client-alert', (one) => {
        established(one);
        one.alert = 'decrypt_error';
        one.failure = 'tlsv1 alert decrypt error';
      }),
      'tls-failed',
    ],
    ['goes in the handshake', session('client-closed'), 'tls-failed'],
    ['is too slow in the handshake', session('timed-out'), 'tls-failed'],
    ['is too slow after it', session('timed-out', established), 'rejected'],
    ['is sent away after it', session('server-closed', established), 'rejected'],
    [
      'goes after an error reply',
      session('quit', (one) => {
        established(one);
        one.complaint = '552 5.3.4 too large';
      }),
      'rejected',
    ],
    [
      'names a recipient that we do not know and goes',
      session('quit', (one) => {
        established(one);
        one.recipientNamed = true;
      }),
      'rejected',
    ],
  ])('that %s', (_, one, kind) => {
    expect(kindsOf(one)).toEqual([`${kind} ${ONE} wrong`]);
  });

  it('leaves open what an alert was about that may mean anything', () => {
    const one = session('client-alert', (s) => {
      s.alert = 'handshake_failure';
    });
    expect(endingsOf(one)[0]?.detail).toBe(
      'The client broke off the TLS handshake with the alert handshake_failure. That alert does not say whether our certificate was the reason.',
    );
  });

  it('says nothing when a message was accepted', () => {
    const one = session('quit', (s) => {
      established(s);
      s.recipientNamed = true;
      s.recipientAccepted({ token: ONE, scenario: 'wrong', address: 'a' });
      s.messageDelivered(ONE, 'wrong');
      s.accepted = 1;
    });
    expect(kindsOf(one)).toEqual([]);
  });

  it('forgets what was said before the handshake', () => {
    const one = session('client-closed', (s) => {
      s.recipientNamed = true;
      s.complaint = '550 5.1.1';
      established(s);
    });
    expect(kindsOf(one)).toEqual([`refused ${ONE} wrong`]);
  });
});

describe('endingsOf, for recipients', () => {
  it('rejects each once that got no message, and the check of the server name only once', () => {
    const one = session('client-closed', (s) => {
      established(s);
      s.recipientNamed = true;
      s.recipientAccepted({ token: ONE, scenario: 'wrong', address: 'a' });
      s.recipientAccepted({ token: ONE, scenario: 'wrong', address: 'A' });
      s.recipientAccepted({ token: OTHER, scenario: 'do', address: 'b' });
    });
    expect(kindsOf(one)).toEqual([`rejected ${ONE} wrong`, `rejected ${OTHER} do`]);
    expect(endingsOf(one)[0]).toMatchObject({ recipient: 'a' });
  });

  it('rejects the one that got nothing beside the one that did', () => {
    const one = session('quit', (s) => {
      established(s);
      s.recipientAccepted({ token: ONE, scenario: 'wrong', address: 'a' });
      s.recipientAccepted({ token: OTHER, scenario: 'do', address: 'b' });
      s.messageDelivered(OTHER, 'do');
      s.accepted = 1;
    });
    expect(kindsOf(one)).toEqual([`rejected ${ONE} wrong`]);
  });

  it('rejects without TLS too', () => {
    const one = new Session('s1', '192.0.2.1', 40_000);
    one.recipientNamed = true;
    one.recipientAccepted({ token: ONE, scenario: 'do', address: 'a' });
    one.ended('quit');
    expect(kindsOf(one)).toEqual([`rejected ${ONE} do`]);
  });
});

describe('endingsOf, for a session that named no check', () => {
  const named = (host: NonNullable<Session['host']>, end: Exclude<SessionEnd, 'open'>): Session => {
    const one = new Session('s1', '192.0.2.1', 40_000);
    one.serverNameSent('x', host);
    established(one);
    one.ended(end);
    return one;
  };

  it('keeps a refusal at a scenario host without a token', () => {
    expect(kindsOf(named({ kind: 'scenario', scenario: 'do' }, 'client-closed'))).toEqual([
      'refused null do',
    ]);
  });

  it.each([
    ['a time-out at a scenario host', named({ kind: 'scenario', scenario: 'do' }, 'timed-out')],
    ['a refusal at the domain', named({ kind: 'apex' }, 'client-closed')],
    ['a refusal at a foreign name', named({ kind: 'foreign' }, 'client-closed')],
    ['a session without TLS', new Session('s1', '192.0.2.1', 40_000)],
  ])('keeps nothing of %s', (_, one) => {
    expect(kindsOf(one)).toEqual([]);
  });
});
