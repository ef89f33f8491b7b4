import { describe, expect, it } from 'vitest';

import { anObservation } from '../state/test-check.js';
import { attributionWords, tlsVersionNumber } from './observation-text.js';

describe('attributionWords', () => {
  const token = 'k3v9x0m2c7qa';

  it('points at the server name when it holds the token', () => {
    expect(attributionWords(anObservation(), token)).toContain('TLS server name');
  });

  it('points at the recipient when there was no TLS', () => {
    expect(attributionWords(anObservation({ tls: null }), token)).toContain('recipient');
  });

  it('explains the address of the client', () => {
    expect(attributionWords(anObservation({ attribution: 'same-client' }), token)).toContain('15 minutes');
  });
});

describe('tlsVersionNumber', () => {
  it.each([
    ['TLSv1.3', '1.3'],
    ['TLSv1', '1.0'],
  ])('writes %s as %s', (version, words) => {
    expect(tlsVersionNumber(version)).toBe(words);
  });
});
