import { describe, expect, it } from 'vitest';

import '../../shared/in-english.js';

import { anObservation } from '../state/test-check.js';
import { attributionWords, tlsWords } from './observation-text.js';

const QUERY = {
  name: '_25._tcp.k3v9x0m2c7qa.do.havedane.test',
  type: 'TLSA',
  dnssecOk: true,
  transport: 'udp',
  resolverPort: 40_053,
} as const;

describe('attributionWords', () => {
  const token = 'k3v9x0m2c7qa';

  it('points at the server name when it holds the token', () => {
    expect(attributionWords(anObservation(), token)).toContain('TLS server name');
  });

  it('points at it too when the handshake was not completed', () => {
    const tls = { version: 'TLSv1.2', cipher: null, serverName: `${token}.wrong.havedane.test` };
    expect(attributionWords(anObservation({ tls }), token)).toContain('TLS server name');
  });

  it('points at the recipient when there was no TLS', () => {
    expect(attributionWords(anObservation({ tls: null }), token)).toContain('recipient');
  });

  it('points at the name that was asked for', () => {
    expect(attributionWords(anObservation({ tls: null, query: QUERY }), token)).toContain('asked for');
  });

  it('explains the address of the client', () => {
    expect(attributionWords(anObservation({ attribution: 'same-client' }), token)).toContain('15 minutes');
  });
});

describe('tlsWords', () => {
  it.each([
    ['TLS_AES_256_GCM_SHA384', '1.3, TLS_AES_256_GCM_SHA384'],
    [null, '1.3, handshake not completed'],
  ])('of the cipher %s', (cipher, words) => {
    expect(tlsWords({ version: 'TLSv1.3', cipher, serverName: null })).toBe(words);
  });
});
