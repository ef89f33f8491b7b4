import { describe, expect, it } from 'vitest';

import { needsOwnAddress, type ScenarioId, SCENARIOS } from '#scenarios';

import { RecentAttempts } from './recent-attempts.js';
import { Session } from './session.js';

const HELLO = { serverName: null, versions: [0x0301], cipherSuites: [0x2f] };

const from = (address: string) => new Session('s0', address, 40_000);
const at = (scenario: ScenarioId) => ({ token: '0000000000aa', scenario });

function failed(address = '192.0.2.1'): Session {
  const session = new Session('s1', address, 40_000);
  session.handshakeBegan();
  session.clientHelloRead(HELLO);
  session.ended('server-closed');
  return session;
}

describe('RecentAttempts', () => {
  it('finds the failed handshake of the same address within a minute, once for each host', () => {
    let now = 0;
    const attempts = new RecentAttempts(() => now);
    const session = failed();
    attempts.note(session);
    now = 60_000;
    expect(attempts.before(from('192.0.2.1'), at('do'))).toMatchObject({ session, at: 0 });
    expect(attempts.before(from('192.0.2.1'), at('do'))).toBeNull();
    expect(attempts.before(from('192.0.2.1'), at('dont'))).toMatchObject({ session });
    expect(attempts.before(from('192.0.2.2'), at('do'))).toBeNull();
    now = 60_001;
    expect(attempts.before(from('192.0.2.1'), at('wrong'))).toBeNull();
  });

  it('finds one that named a shared host for that host alone, and each of several', () => {
    const attempts = new RecentAttempts(() => 0);
    const [atDo, atDont] = (['do', 'dont'] as const).map((scenario) => {
      const session = failed();
      session.serverNameSent(`${scenario}.havedane.test`, { kind: 'scenario', scenario });
      attempts.note(session);
      return session;
    });
    expect(attempts.before(from('192.0.2.1'), at('wrong'))).toBeNull();
    expect(attempts.before(from('192.0.2.1'), at('do'))?.session).toBe(atDo);
    expect(attempts.before(from('192.0.2.1'), at('dont'))?.session).toBe(atDont);
  });

  it('finds none for a host with an address of its own', () => {
    const attempts = new RecentAttempts(() => 0);
    attempts.note(failed());
    const own = SCENARIOS.find(needsOwnAddress)!;
    expect(attempts.before(new Session('s0', '192.0.2.1', 40_000, own), at(own.id))).toBeNull();
    expect(attempts.before(from('192.0.2.1'), at('do'))).not.toBeNull();
  });

  it('keeps no session that refused our certificate, completed its handshake or named a check', () => {
    const attempts = new RecentAttempts(() => 0);
    for (const end of ['client-closed', 'client-alert'] as const) {
      const refusing = new Session('s3', '192.0.2.1', 40_000);
      refusing.handshakeBegan();
      refusing.serverNameSent('do.havedane.test', { kind: 'scenario', scenario: 'do' });
      refusing.certificateChosen('leaf');
      if (end === 'client-alert') refusing.alert = 'bad_certificate';
      refusing.ended(end);
      attempts.note(refusing);
    }
    const named = failed();
    named.serverNameSent('a.do.havedane.test', { kind: 'check', scenario: 'do', token: '0000000000aa' });
    attempts.note(named);
    attempts.note(new Session('s2', '192.0.2.1', 40_000));
    expect(attempts.before(from('192.0.2.1'), at('do'))).toBeNull();
  });

  it('keeps a bounded number', () => {
    const attempts = new RecentAttempts(() => 0);
    for (let index = 0; index <= 1000; index += 1) attempts.note(failed(`10.0.${index >> 8}.${index & 255}`));
    expect(attempts.before(from('10.0.0.0'), at('do'))).toBeNull();
    expect(attempts.before(from('10.0.0.1'), at('do'))).not.toBeNull();
  });
});
