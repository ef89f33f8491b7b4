import { describe, expect, it } from 'vitest';

import { evidenceRows } from './evidence-rows.js';

const EMPTY = {
  session: 's-1',
  clientPort: 40_000,
  end: 'client-alert',
  alert: 'bad_certificate',
  certificate: 'leaf',
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

  it('shows the null sender, which is not the same as none', () => {
    expect(evidenceRows({ ...EMPTY, mailFrom: '' })).toContainEqual({
      name: 'Envelope sender',
      value: '<> (null sender)',
    });
  });
});
