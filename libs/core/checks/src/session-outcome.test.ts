import { describe, expect, it } from 'vitest';

import { SESSION_ENDS, SESSION_STAGES, type SessionEnd, type SessionEvidence } from './observation.js';
import {
  CERTIFICATE_ALERTS,
  JUDGED_WITHIN_MS,
  isSilentRefusal,
  outcomeOf,
  type SessionFacts,
  type SessionOutcome,
} from './session-outcome.js';

/** A client that completed the handshake and closed 5 ms after our certificate, without a word. */
const SILENT: SessionFacts = {
  phase: 'established',
  end: 'client-closed',
  alert: null,
  tlsBroke: false,
  certificateShown: true,
  sinceCertificateMs: 5,
  reached: 'nothing',
  reply: null,
  delivered: false,
};
const TOO_LARGE = '552 5.3.4 Error: message exceeds fixed maximum message size 52428800';

describe('outcomeOf, for real senders', () => {
  it.each<[string, Partial<SessionFacts>, SessionOutcome]>([
    [
      'Postfix dane: QUIT before the second EHLO after 1 ms',
      { end: 'quit', sinceCertificateMs: 1 },
      'refused',
    ],
    [
      'Postfix dane: QUIT before the second EHLO after 33 ms',
      { end: 'quit', sinceCertificateMs: 33 },
      'refused',
    ],
    ['Sendmail with DANE: QUIT after 1 ms', { end: 'quit', sinceCertificateMs: 1 }, 'refused'],
    [
      'Exim (GnuTLS): bad_certificate after 4 ms',
      { end: 'client-alert', alert: 'bad_certificate', tlsBroke: true, sinceCertificateMs: 4 },
      'refused',
    ],
    [
      'Go 1.19, net/smtp: bad_certificate after 51 ms, over TLS 1.3',
      {
        phase: 'handshake',
        end: 'client-alert',
        alert: 'bad_certificate',
        tlsBroke: true,
        sinceCertificateMs: 51,
      },
      'refused',
    ],
    [
      'Go 1.19, net/smtp: bad_certificate after 9 ms, over TLS 1.2',
      {
        phase: 'handshake',
        end: 'client-alert',
        alert: 'bad_certificate',
        tlsBroke: true,
        sinceCertificateMs: 9,
      },
      'refused',
    ],
    [
      'rustls: unknown_ca in the handshake',
      { phase: 'handshake', end: 'client-alert', alert: 'unknown_ca', tlsBroke: true },
      'refused',
    ],
    [
      'OpenSSL: certificate_expired, slowly',
      {
        phase: 'handshake',
        end: 'client-alert',
        alert: 'certificate_expired',
        tlsBroke: true,
        sinceCertificateMs: 20_000,
      },
      'refused',
    ],
    ['Node, TLS 1.3: FIN within the handshake', { phase: 'handshake' }, 'tls-failed'],
    ['Node, TLS 1.2: FIN after the handshake', { sinceCertificateMs: 6 }, 'refused'],
    ['posttls-finger -l may: QUIT after the second EHLO', { end: 'quit', reached: 'greeted' }, 'left'],
    ['Postfix, message larger than SIZE: closes after the second EHLO', { reached: 'greeted' }, 'left'],
    ['REQUIRETLS not offered: QUIT after the second EHLO', { end: 'quit', reached: 'greeted' }, 'left'],
    ['a monitor: QUIT after MAIL', { end: 'quit', reached: 'mail' }, 'left'],
    ['a callout: QUIT after RCPT', { end: 'quit', reached: 'recipient' }, 'left'],
    ['Exim, MAIL refused with 552', { end: 'quit', reached: 'data', reply: TOO_LARGE }, 'rejected'],
    ['the line dies after the second EHLO', { end: 'client-reset', reached: 'greeted' }, 'lost'],
    ['the line dies after the handshake', { end: 'client-reset' }, 'lost'],
    ['silence after the handshake', { end: 'timed-out', sinceCertificateMs: 60_000 }, 'lost'],
    ['silence after MAIL', { end: 'timed-out', reached: 'mail' }, 'lost'],
    ['a client that stalls and closes', { sinceCertificateMs: JUDGED_WITHIN_MS + 1 }, 'lost'],
    ['our own shutdown', { end: 'server-closed', reply: '421 4.3.2 Shutting down' }, 'lost'],
    [
      'an alert that names no certificate, in the handshake',
      { phase: 'handshake', end: 'client-alert', alert: 'handshake_failure', tlsBroke: true },
      'tls-failed',
    ],
    [
      'access_denied, which no certificate is the reason of',
      { phase: 'handshake', end: 'client-alert', alert: 'access_denied', tlsBroke: true },
      'tls-failed',
    ],
    [
      'an alert that names no certificate, after it',
      { end: 'client-alert', alert: 'decrypt_error', tlsBroke: true },
      'tls-failed',
    ],
    [
      'a certificate alert before our certificate',
      { phase: 'handshake', end: 'client-alert', alert: 'bad_certificate', certificateShown: false },
      'tls-failed',
    ],
    [
      'a certificate alert after EHLO inside TLS',
      { end: 'client-alert', alert: 'bad_certificate', tlsBroke: true, reached: 'greeted' },
      'lost',
    ],
    ['garbage in place of TLS records', { end: 'server-closed', tlsBroke: true }, 'tls-failed'],
    ['a callout in the clear', { phase: 'none', end: 'quit', reached: 'recipient' }, 'left'],
    [
      'a rejection in the clear',
      { phase: 'none', end: 'quit', reached: 'recipient', reply: TOO_LARGE },
      'rejected',
    ],
    ['a reset in the clear', { phase: 'none', end: 'client-reset', reached: 'data' }, 'lost'],
    [
      'a delivery, however the session ends',
      { end: 'client-reset', reached: 'data', delivered: true },
      'delivered',
    ],
  ])('%s', (_, facts, outcome) => {
    expect(outcomeOf({ ...SILENT, ...facts })).toBe(outcome);
  });
});

const BOTH = [false, true];
const DIMENSIONS: { readonly [Name in keyof SessionFacts]: readonly SessionFacts[Name][] } = {
  phase: ['none', 'handshake', 'established'],
  end: SESSION_ENDS,
  alert: [null, ...CERTIFICATE_ALERTS, 'handshake_failure', 'user_canceled', 'access_denied'],
  tlsBroke: BOTH,
  certificateShown: BOTH,
  sinceCertificateMs: [null, 0, JUDGED_WITHIN_MS, JUDGED_WITHIN_MS + 1],
  reached: SESSION_STAGES,
  reply: [null, TOO_LARGE],
  delivered: BOTH,
};

/** Every combination of what the function looks at. */
const EVERY_SESSION = Object.entries(DIMENSIONS).reduce<Partial<SessionFacts>[]>(
  (sessions, [name, values]) =>
    sessions.flatMap((session) => values.map((value) => ({ ...session, [name]: value }))),
  [{}],
) as SessionFacts[];

const clean = (end: SessionEnd): boolean => end === 'quit' || end === 'client-closed';

/** The promise, row by row: of the first that fits, the outcome. Written apart from the function, and never derived from it. */
const RULES: readonly (readonly [SessionOutcome, (facts: SessionFacts) => boolean])[] = [
  ['delivered', ({ delivered }) => delivered],
  [
    'refused',
    (s) =>
      s.certificateShown &&
      CERTIFICATE_ALERTS.includes(s.alert ?? '') &&
      (s.phase === 'handshake' || (s.phase === 'established' && s.reached === 'nothing')),
  ],
  ['tls-failed', ({ phase }) => phase === 'handshake'],
  [
    'tls-failed',
    (s) => s.phase === 'established' && s.reached === 'nothing' && (s.alert !== null || s.tlsBroke),
  ],
  [
    'refused',
    (s) =>
      s.phase === 'established' &&
      s.reached === 'nothing' &&
      clean(s.end) &&
      s.certificateShown &&
      s.reply === null &&
      s.sinceCertificateMs !== null &&
      s.sinceCertificateMs <= 10_000,
  ],
  ['lost', ({ phase, reached }) => phase === 'established' && reached === 'nothing'],
  ['rejected', ({ reply }) => reply !== null],
  ['left', ({ end }) => clean(end)],
  ['lost', () => true],
];

describe('outcomeOf, for every combination', () => {
  it('is what the first rule that fits says, and every rule is needed', () => {
    const used = new Map<number, number>();
    for (const facts of EVERY_SESSION) {
      const index = RULES.findIndex(([, fits]) => fits(facts));
      used.set(index, (used.get(index) ?? 0) + 1);
      const outcome = outcomeOf(facts);
      if (outcome !== RULES[index]?.[0]) expect.soft({ facts, outcome }).toEqual(RULES[index]?.[0]);
    }
    expect([...used.keys()].sort((a, b) => a - b)).toEqual(RULES.map((_, index) => index));
  });

  it('never takes for a refusal what could be a lost connection, or follows a word inside TLS', () => {
    let refusals = 0;
    for (const facts of EVERY_SESSION) {
      if (outcomeOf(facts) !== 'refused') continue;
      refusals += 1;
      const { phase, reached, end, alert, certificateShown } = facts;
      const isProof =
        certificateShown &&
        phase !== 'none' &&
        (phase === 'handshake' || reached === 'nothing') &&
        (CERTIFICATE_ALERTS.includes(alert ?? '') || (phase === 'established' && clean(end)));
      if (!isProof) expect.soft(facts).toBeNull();
    }
    expect(refusals).toBeGreaterThan(0);
  });
});

describe('isSilentRefusal', () => {
  const evidence: SessionEvidence = {
    session: 's-1',
    clientPort: 40_000,
    end: 'client-closed',
    alert: null,
    certificate: 'leaf',
    sinceCertificateMs: 5,
    ...{ reached: null, reply: null, timing: null, mailFrom: null },
    ...{ recipient: null, messageId: null, size: null },
  };
  const tlsFailed = (facts: Partial<SessionEvidence>) =>
    isSilentRefusal({ kind: 'tls-failed', evidence: { ...evidence, ...facts } });

  it('is a FIN within the handshake, right after our certificate', () => {
    expect(tlsFailed({})).toBe(true);
    expect(tlsFailed({ certificate: 'spare', sinceCertificateMs: JUDGED_WITHIN_MS })).toBe(true);
  });

  it.each<[string, Partial<SessionEvidence>]>([
    ['a reset', { end: 'client-reset' }],
    ['a time-out', { end: 'timed-out' }],
    ['our own end', { end: 'server-closed' }],
    ['an alert', { end: 'client-alert', alert: 'handshake_failure' }],
    ['no certificate', { certificate: null }],
    ['an unknown time', { sinceCertificateMs: null }],
    ['too late', { sinceCertificateMs: JUDGED_WITHIN_MS + 1 }],
  ])('is not %s', (_, facts) => {
    expect(tlsFailed(facts)).toBe(false);
  });

  it('is no other kind, and nothing without evidence', () => {
    expect(isSilentRefusal({ kind: 'lost', evidence })).toBe(false);
    expect(isSilentRefusal({ kind: 'tls-failed', evidence: null })).toBe(false);
  });
});
