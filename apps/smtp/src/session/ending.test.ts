import { describe, expect, it } from 'vitest';

import type { SessionEnd } from '#checks';

import { endingDetail, endingsOf } from './ending.js';
import { Session } from './session.js';

const TLS = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', serverName: 'x' };
const ONE = '0000000000aa';
const OTHER = '0000000000bb';

/** A session that named the host of a check, in the state after `happen`. */
function session(
  end: Exclude<SessionEnd, 'open'>,
  happen: (session: Session) => void = () => undefined,
  before: (session: Session) => void = () => undefined,
): Session {
  const one = new Session('s1', '192.0.2.1', 40_000);
  before(one);
  one.handshakeBegan();
  one.serverNameSent(`${ONE}.wrong.havedane.test`, { kind: 'check', scenario: 'wrong', token: ONE });
  one.certificateChosen('leaf');
  happen(one);
  one.ended(end);
  return one;
}

const established = (one: Session): void => one.handshakeEnded(TLS);
const saying =
  (...verbs: string[]) =>
  (one: Session): void => {
    established(one);
    for (const verb of verbs) one.said(verb, verb === 'MAIL');
  };

function kindsOf(one: Session): string[] {
  return endingsOf(one).map(({ kind, token, scenario }) => `${kind} ${token} ${scenario}`);
}

describe('endingsOf, for a session that named the host of a check', () => {
  it.each<[string, Session, string]>([
    ['closes after the handshake', session('client-closed', established), 'refused'],
    ['says QUIT after the handshake', session('quit', saying('QUIT')), 'refused'],
    ['resets after the handshake', session('client-reset', established), 'lost'],
    ['says EHLO and goes', session('quit', saying('EHLO')), 'left'],
    ['says NOOP and goes', session('quit', saying('NOOP')), 'left'],
    ['says HELP and goes', session('client-closed', saying('HELP')), 'left'],
    ['sends garbage and goes', session('client-closed', saying('\0\x01')), 'left'],
    ['says EHLO and MAIL and goes', session('quit', saying('EHLO', 'MAIL')), 'left'],
    ['resets after EHLO', session('client-reset', saying('EHLO')), 'lost'],
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
    ['is too slow after it', session('timed-out', established), 'lost'],
    ['is sent away after it', session('server-closed', established), 'lost'],
    [
      'goes after an error reply',
      session('quit', (one) => {
        saying('EHLO', 'MAIL')(one);
        one.errorReplied('552 5.3.4 too large');
      }),
      'rejected',
    ],
    [
      'names a recipient that we do not know and goes',
      session('quit', saying('EHLO', 'MAIL', 'RCPT')),
      'left',
    ],
  ])('that %s', (_, one, kind) => {
    expect(kindsOf(one)).toEqual([`${kind} ${ONE} wrong`]);
  });

  it('says what each of them means', () => {
    const detailOf = (one: Session): string | undefined => endingsOf(one)[0]?.detail;
    const alerting = session('client-alert', (one) => {
      one.alert = 'handshake_failure';
    });
    expect(detailOf(alerting)).toBe(
      'The client ended TLS with the alert handshake_failure, which does not say whether our certificate was the reason.',
    );
    alerting.alert = 'bad_certificate';
    const unnamed = endingDetail('tls-failed', alerting, { reply: null, isReused: false, isNamed: false });
    expect(unnamed).toBe('The client ended TLS with the alert bad_certificate.');
    const leaving = session('quit', (one) => {
      saying('EHLO')(one);
      one.hello('mail.client.test');
    });
    expect(detailOf(leaving)).toBe(
      'The client said QUIT after EHLO inside TLS. It had accepted our certificate.',
    );
    expect(detailOf(session('client-reset', saying('EHLO', 'MAIL')))).toBe(
      'The connection was lost: the client reset the connection after MAIL inside TLS. That says nothing about the certificate.',
    );
    expect(detailOf(session('client-reset', established))).toMatch(
      /^The connection was lost: the client reset the connection (\d+ ms|less than 1 ms) after it had seen our certificate, before/,
    );
  });

  it('shows our first error reply, also where no recipient was named', () => {
    const one = session('quit', (s) => {
      saying('EHLO', 'MAIL')(s);
      for (const reply of ['552 5.3.4 too large', '503 5.5.1 need MAIL command']) s.errorReplied(reply);
    });
    expect(endingsOf(one)).toMatchObject([{ kind: 'rejected', reply: '552 5.3.4 too large' }]);
  });

  it('says nothing when a message was accepted', () => {
    const one = session('quit', (s) => {
      saying('EHLO', 'MAIL', 'RCPT', 'DATA')(s);
      s.recipientNamed({ token: ONE, scenario: 'wrong', address: 'a' });
      s.messageDelivered(ONE, 'wrong');
      s.accepted = 1;
    });
    expect(kindsOf(one)).toEqual([]);
  });

  it('forgets what was said before the handshake', () => {
    const one = session(
      'client-closed',
      (s) => {
        established(s);
      },
      (s) => {
        for (const verb of ['EHLO', 'MAIL', 'RCPT']) s.said(verb, verb === 'MAIL');
        s.recipientNamed({ token: ONE, scenario: 'wrong', address: 'a' });
        s.errorReplied('550 5.1.1');
      },
    );
    expect(kindsOf(one)).toEqual([`refused ${ONE} wrong`]);
    expect(endingsOf(one)[0]).toMatchObject({ recipient: null, reply: null });
  });

  it('counts a failed handshake for who was named in the clear before it, and no certificate', () => {
    const one = session(
      'client-alert',
      (s) => {
        s.alert = 'bad_certificate';
      },
      (s) => s.recipientNamed({ token: OTHER, scenario: 'do', address: 'b' }),
    );
    expect(kindsOf(one)).toEqual([`tls-failed ${OTHER} do`, `refused ${ONE} wrong`]);
  });
});

describe('endingsOf, for recipients', () => {
  it('keeps each once that got no message, and the check of the server name only once', () => {
    const one = session('client-closed', (s) => {
      saying('EHLO', 'MAIL', 'RCPT')(s);
      s.recipientNamed({ token: ONE, scenario: 'wrong', address: 'a' });
      s.recipientNamed({ token: ONE, scenario: 'wrong', address: 'A' });
      s.recipientNamed({ token: OTHER, scenario: 'do', address: 'b' });
    });
    expect(kindsOf(one)).toEqual([`left ${OTHER} do`, `left ${ONE} wrong`]);
    expect(endingsOf(one)[1]).toMatchObject({ recipient: 'a' });
  });

  it('keeps the one that got nothing beside the one that did', () => {
    const one = session('quit', (s) => {
      saying('EHLO', 'MAIL', 'RCPT', 'DATA')(s);
      s.recipientNamed({ token: ONE, scenario: 'wrong', address: 'a' });
      s.recipientNamed({ token: OTHER, scenario: 'do', address: 'b' });
      s.messageDelivered(OTHER, 'do');
      s.accepted = 1;
    });
    expect(kindsOf(one)).toEqual([`left ${ONE} wrong`]);
  });

  it('keeps the host of the server name when the message was for another', () => {
    const one = session('quit', (s) => {
      saying('EHLO', 'MAIL', 'RCPT', 'DATA')(s);
      s.recipientNamed({ token: OTHER, scenario: 'do', address: 'b' });
      s.messageDelivered(OTHER, 'do');
      s.accepted = 1;
    });
    expect(kindsOf(one)).toEqual([`left ${ONE} wrong`]);
    expect(endingsOf(one)[0]?.detail).toBe(
      'The client said QUIT after DATA inside TLS. It had accepted our certificate. Its message was for another address.',
    );
  });

  it('says that a connection was reused', () => {
    const one = session('quit', (s) => {
      saying('EHLO', 'MAIL', 'RCPT')(s);
      s.recipientNamed({ token: OTHER, scenario: 'do', address: 'b' });
    });
    expect(endingsOf(one)[0]?.detail).toBe(
      `The client said QUIT after RCPT inside TLS. The connection had been opened to ${ONE}.wrong.havedane.test and was reused, so nothing follows for this host.`,
    );
  });

  it('shows the first error reply of the transaction, never the last', () => {
    const one = session('quit', (s) => {
      established(s);
      s.said('MAIL', true);
      s.errorReplied('552 5.3.4 too large');
      s.said('RCPT');
      s.recipientNamed({ token: ONE, scenario: 'wrong', address: 'a' });
      s.errorReplied('503 5.5.1 need MAIL command');
      s.said('DATA');
      s.errorReplied('503 5.5.1 need RCPT command');
    });
    expect(endingsOf(one)).toMatchObject([
      { kind: 'rejected', recipient: 'a', reply: '552 5.3.4 too large' },
    ]);
    expect(endingsOf(one)[0]?.detail).toMatch(/Our first error reply was: 552 5\.3\.4 too large$/);
  });

  it('keeps the reply of the transaction in which a recipient was refused, whatever comes after it', () => {
    const one = session('quit', (s) => {
      established(s);
      s.said('MAIL', true);
      s.said('RCPT');
      s.recipientNamed({ token: ONE, scenario: 'wrong', address: 'a' });
      s.errorReplied('552 5.3.4 too large');
      s.said('MAIL', true);
      s.recipientNamed({ token: OTHER, scenario: 'do', address: 'b' });
      s.errorReplied('451 4.3.0 later');
    });
    expect(endingsOf(one).map(({ reply }) => reply)).toEqual(['451 4.3.0 later', '552 5.3.4 too large']);
  });

  it.each<[Exclude<SessionEnd, 'open'>, string]>([
    ['quit', 'left'],
    ['client-reset', 'lost'],
    ['timed-out', 'lost'],
  ])('works without TLS too: %s', (end, kind) => {
    const one = new Session('s1', '192.0.2.1', 40_000);
    one.said('RCPT');
    one.recipientNamed({ token: ONE, scenario: 'do', address: 'a' });
    one.ended(end);
    expect(kindsOf(one)).toEqual([`${kind} ${ONE} do`]);
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

  it('keeps a silent refusal there, and no other failed handshake', () => {
    const failing = (end: Exclude<SessionEnd, 'open'>): Session => {
      const one = new Session('s1', '192.0.2.1', 40_000);
      one.handshakeBegan();
      one.serverNameSent('x', { kind: 'scenario', scenario: 'do' });
      one.certificateChosen('leaf');
      one.ended(end);
      return one;
    };
    expect(kindsOf(failing('client-closed'))).toEqual(['tls-failed null do']);
    expect(kindsOf(failing('client-reset'))).toEqual([]);
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

describe('endingsOf, for a session that named a host that all checks share', () => {
  function at(scenario: 'wrong' | 'sts-cert', end: 'quit' | 'timed-out', ...verbs: string[]): string[] {
    const one = new Session('s1', '192.0.2.1', 40_000);
    one.handshakeBegan();
    one.serverNameSent(`mx1-${scenario}.havedane.test`, { kind: 'scenario', scenario });
    one.certificateChosen('self');
    saying(...verbs)(one);
    if (verbs.includes('EHLO')) one.clientName = 'mail.example.org';
    one.ended(end);
    return kindsOf(one);
  }

  it('keeps a refusal', () => {
    expect(at('wrong', 'quit', 'QUIT')).toEqual(['refused null wrong']);
    expect(at('sts-cert', 'quit', 'QUIT')).toEqual(['refused null sts-cert']);
  });

  it('keeps leaving after EHLO where there is a policy, as senders do that judge the certificate only then', () => {
    expect(at('sts-cert', 'quit', 'EHLO')).toEqual(['left null sts-cert']);
    expect(at('wrong', 'quit', 'EHLO')).toEqual([]);
    expect(at('sts-cert', 'quit', 'NOOP')).toEqual([]);
    expect(at('sts-cert', 'quit', 'EHLO', 'MAIL')).toEqual([]);
    expect(at('sts-cert', 'timed-out', 'EHLO')).toEqual([]);
  });
});
