import { describe, expect, it } from 'vitest';

import '../../shared/in-english.js';

import { evidenceRows } from './evidence-rows.js';

const EMPTY = {
  session: 's-1',
  clientPort: 40_000,
  end: 'client-alert',
  alert: 'bad_certificate',
  certificate: 'leaf',
  certificateOfRelease: false,
  sinceCertificateMs: 0,
  mailFrom: null,
  recipient: null,
  reached: null,
  reply: null,
  timing: null,
  messageId: null,
  size: null,
} as const;

describe('evidenceRows', () => {
  it('leaves out what is not known, and keeps zero', () => {
    expect(evidenceRows(EMPTY)).toEqual([
      { name: 'Our session', value: 's-1' },
      { name: 'Client port', value: '40000' },
      { name: 'Session ended', value: 'the client sent a TLS alert' },
      { name: 'TLS alert', value: 'bad_certificate' },
      { name: 'Certificate shown', value: 'the usual one' },
      { name: 'After our certificate', value: '0 ms' },
    ]);
  });

  it('shows how far the client came, our first error reply and the times', () => {
    const timing = {
      ...{ connectedAt: 1_767_607_200_000, ehlo: 1, startTls: 2, clientHello: 30 },
      ...{ certificate: 31, mail: null },
    };
    const rows = evidenceRows({ ...EMPTY, reached: 'greeted', reply: '552 5.3.4 too large', timing });
    expect(rows).toContainEqual({ name: 'Stage reached', value: 'EHLO or another first command' });
    expect(rows).toContainEqual({ name: 'Our first error reply', value: '552 5.3.4 too large' });
    expect(rows).toContainEqual({
      name: 'Times since connecting',
      value: 'EHLO 1 ms, STARTTLS 2 ms, ClientHello 30 ms, certificate 31 ms',
    });
    const none = { ...timing, ehlo: null, startTls: null, clientHello: null, certificate: null };
    expect(evidenceRows({ ...EMPTY, timing: none }).map(({ name }) => name)).not.toContain(
      'Times since connecting',
    );
  });

  it('shows how long the message had waited in the queue of the sender, where that is known', () => {
    const steps = { ehlo: null, startTls: null, clientHello: null, certificate: null, mail: null };
    const timing = { connectedAt: 1_767_607_200_000, ...steps };
    const shown = (queuedAt?: number | null) =>
      evidenceRows({ ...EMPTY, timing: { ...timing, queuedAt } }).map(
        ({ name, value }) => `${name}: ${value}`,
      );
    expect(shown(timing.connectedAt - 61_000)).toContain(
      'Queued by the sender: 61 s before it connected, by its clock',
    );
    for (const unknown of [null, undefined])
      expect(shown(unknown).join()).not.toContain('Queued by the sender');
  });

  it.each([
    ['nothing', 'none: no command'],
    ['mail', 'MAIL FROM'],
    ['recipient', 'RCPT TO'],
    ['data', 'DATA'],
  ] as const)('says in words that a client reached %s', (reached, value) => {
    expect(evidenceRows({ ...EMPTY, reached })).toContainEqual({ name: 'Stage reached', value });
  });

  it('shows the null sender, which is not the same as none', () => {
    expect(evidenceRows({ ...EMPTY, mailFrom: '' })).toContainEqual({
      name: 'Envelope sender',
      value: '<> (null sender)',
    });
  });
});
