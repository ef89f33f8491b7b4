import { describe, expect, it } from 'vitest';

import { observe } from './observe.js';
import { Session } from './session.js';

describe('observe, of a client that says more than there is room for', () => {
  it('bounds the observation', () => {
    const session = new Session('s1', '192.0.2.1', 40_000);
    const endless = 'x'.repeat(100_000);
    session.hello(endless);
    session.mailFrom = endless;
    const texts = { detail: endless, reply: endless, recipient: endless, messageId: endless };
    const seen = observe(session, { kind: 'rejected', token: null, scenario: 'do', ...texts });
    expect(seen.clientName).toHaveLength(255);
    expect(JSON.stringify(seen).length).toBeLessThan(4_096);
  });
});

describe('observe, in a handshake that broke off', () => {
  const session = new Session('s1', '192.0.2.1', 40_000);
  session.serverNameSent('x.havedane.test', { kind: 'foreign' });
  session.unfinished = { version: 'TLSv1.2', cipher: null, serverName: 'x.havedane.test' };
  const tlsOf = (kind: Parameters<typeof observe>[1]['kind']) =>
    observe(session, { kind, token: null, scenario: 'do', detail: '' }).tls;

  it.each(['refused', 'tls-failed'] as const)('keeps what was known of it with %s', (kind) => {
    expect(tlsOf(kind)).toEqual(session.unfinished);
  });

  it('says nothing of it with a recipient that was named in clear before', () => {
    expect(tlsOf('rejected')).toBeNull();
  });
});
