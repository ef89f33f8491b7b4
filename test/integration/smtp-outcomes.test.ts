/** Cases from the field: what each session comes to, over real sockets. */
import { once } from 'node:events';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isSilentRefusal, judge, type Check, type Observation } from '#checks';

import { clientHello, oldClientHello } from '../support/client-hello.js';
import { DOMAIN, startReceiver, type ReceiverFixture } from '../support/receiver-fixture.js';
import { SmtpClient } from '../support/smtp-client.js';

let fixture: ReceiverFixture;
const SCENARIOS = ['do', 'dont', 'wrong'] as const;
const OLD: ConnectionOptions = {
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1',
  ciphers: 'DEFAULT@SECLEVEL=0',
};
const NO_CIPHER: ConnectionOptions = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' };

beforeAll(async () => {
  fixture = await startReceiver();
});

afterAll(async () => {
  await fixture.close();
});

const hostOf = ({ token }: Check, scenario: string): string => `${token}.${scenario}.${DOMAIN}`;

/** What the sessions of a check came to, when there are that many. */
async function ends(check: Check, count: number): Promise<Observation[]> {
  const read = async () =>
    (await fixture.observations(check)).filter(({ kind }) => kind !== 'tls-established');
  await expect.poll(read).toHaveLength(count);
  return read();
}

async function deliverInClear(
  check: Check,
  scenario: string,
  address = `test@${hostOf(check, scenario)}`,
): Promise<void> {
  const client = await SmtpClient.greeted(fixture.port);
  await client.command('EHLO client.test');
  expect(await client.deliver(address)).toMatch(/^250 /);
  await client.quit();
}

describe('a message that is larger than our SIZE', () => {
  it('makes Postfix close after the second EHLO at every host, which proves nothing', async () => {
    const check = await fixture.createCheck();
    for (const scenario of SCENARIOS) {
      const client = await SmtpClient.secured(fixture.port, hostOf(check, scenario));
      expect(await client.command('EHLO client.test')).toContain('SIZE 52428800');
      client.socket.end();
      await client.closed;
    }
    const left = await ends(check, 3);
    expect(left.map(({ kind, evidence }) => [kind, evidence?.reached, evidence?.end])).toEqual(
      SCENARIOS.map(() => ['left', 'greeted', 'client-closed']),
    );
    const facts = await fixture.store.checks.findLive(check.token, Date.now());
    expect(JSON.stringify(facts)).not.toMatch(/"refusedAt":\d/);
  });

  it('is answered with the cause, and not with what followed when it was pipelined', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, hostOf(check, 'do'));
    await client.command('EHLO client.test');
    client.write(
      `MAIL FROM:<a@client.test> SIZE=99999999\r\nRCPT TO:<test@${hostOf(check, 'do')}>\r\nDATA\r\n`,
    );
    for (const code of ['552', '503', '503']) expect(await client.reply()).toMatch(new RegExp(`^${code} `));
    await client.quit();
    const [rejected] = await ends(check, 1);
    expect(rejected).toMatchObject({
      kind: 'rejected',
      evidence: { reached: 'data', recipient: `test@${hostOf(check, 'do')}` },
    });
    expect(rejected?.evidence?.reply).toMatch(/^552 5\.3\.4 /);
    expect(rejected?.detail).toContain('Our first error reply was: 552 5.3.4');
  });

  it.each([
    ['in the clear', undefined],
    ['with a server name that holds no token', `do.${DOMAIN}`],
  ])('shows the token of a pipelined RCPT %s', async (_, servername) => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    if (servername !== undefined) {
      await client.startTls(servername);
      await client.command('EHLO client.test');
    }
    client.write(`MAIL FROM:<a@client.test> FOO=bar\r\nRCPT TO:<${check.token}@do.${DOMAIN}>\r\n`);
    expect(await client.reply()).toMatch(/^555 /);
    expect(await client.reply()).toMatch(/^503 /);
    await client.quit();
    expect(await ends(check, 1)).toMatchObject([
      { kind: 'rejected', scenario: 'do', evidence: { reply: expect.stringMatching(/^555 /) as string } },
    ]);
  });
});

describe('a client that sends anything but QUIT inside TLS', () => {
  it.each([
    ['half a command', 'EHLO clie'],
    ['one byte', 'E'],
    ['an empty line', '\r\n'],
    ['half of QUIT', 'QUI'],
    ['octets that are no command', '\0\x01\xff\r\n'],
    ['a command that does not exist', 'QUITE\r\n'],
  ])('has not refused the certificate when it closes then: %s', async (_, text) => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, hostOf(check, 'wrong'));
    client.write(text);
    client.socket.end();
    await client.closed;
    const [seen] = await ends(check, 1);
    expect(['left', 'rejected', 'lost']).toContain(seen?.kind);
  });
});

describe('TLS that we do not accept', () => {
  it.each([
    ['TLS 1.0', OLD, 'TLSv1', 'The client offered TLS 1.0 only, which is older than we accept'],
    [
      'no common cipher',
      NO_CIPHER,
      'TLSv1.2',
      'The client offered no cipher suite that we accept (only 0xC02B)',
    ],
  ])('is seen for its check, before the delivery in the clear: %s', async (_, tls, version, reason) => {
    const check = await fixture.createCheck();
    for (const scenario of SCENARIOS) {
      await expect(SmtpClient.secured(fixture.port, hostOf(check, scenario), tls)).rejects.toThrow();
      await ends(check, 2 * SCENARIOS.indexOf(scenario) + 1);
      await deliverInClear(check, scenario);
    }
    const seen = await ends(check, 6);
    expect(seen.map(({ kind, scenario }) => `${kind} ${scenario}`)).toEqual(
      SCENARIOS.flatMap((scenario) => [`tls-failed ${scenario}`, `delivered ${scenario}`]),
    );
    expect(seen[0]).toMatchObject({
      detail: `${reason}, so there was no TLS connection.`,
      tls: { version, cipher: null, serverName: hostOf(check, 'do') },
      evidence: { end: 'server-closed', alert: null },
    });
  });

  const OF_TLS_1_0 = oldClientHello(0x0301, [0x00_2f, 0x00_0a]);

  it.each([
    [
      'without a server name',
      OLD,
      undefined,
      'The client offered TLS 1.0 only, which is older than we accept',
    ],
    [
      'at a host that all checks share',
      OLD,
      `do.${DOMAIN}`,
      'The client offered TLS 1.0 only, which is older',
    ],
    ['in the form of SSL 2', OF_TLS_1_0, undefined, 'The client offered TLS 1.0 only, which is older'],
    ['that nobody can read', Buffer.from('HELLO\r\n'), undefined, 'wrong version number'],
    ['of nothing at all', null, undefined, 'The client closed the connection before the TLS handshake'],
  ])('is seen for who then delivers in the clear from the same address: %s', async (_, tls, name, reason) => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.greeted(fixture.port);
    const port = client.socket.localPort;
    await client.command('EHLO client.test');
    if (tls === null || Buffer.isBuffer(tls)) {
      await client.command('STARTTLS');
      if (tls === null) client.socket.end();
      else client.write(tls);
    } else await expect(client.startTls(name, tls)).rejects.toThrow();
    await expect
      .poll(() => fixture.logs.some((one) => one['msg'] === 'session ended' && one['port'] === port))
      .toBe(true);
    client.socket.destroy();
    await deliverInClear(check, 'do', `${check.token}@do.${DOMAIN}`);
    const seen = await ends(check, 2);
    const failed = seen.find(({ kind }) => kind === 'tls-failed');
    expect(failed?.detail).toContain(reason);
    expect(failed?.detail).toContain(
      'It named no check; the same address delivered here without TLS within a minute.',
    );
    expect(judge(seen, Date.now()).advice).toContain('repair-tls');
  });

  it('leaves a session that sends its ClientHello in pieces, or with its FIN, as it is', async () => {
    const check = await fixture.createCheck();
    const hello = await clientHello(hostOf(check, 'wrong'));
    const pieces = await SmtpClient.greeted(fixture.port);
    await pieces.command('EHLO client.test');
    await pieces.command('STARTTLS');
    const flight = once(pieces.socket, 'data');
    for (const byte of hello) {
      pieces.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    await flight;
    pieces.socket.end();
    await pieces.closed;
    const ended = await SmtpClient.greeted(fixture.port);
    await ended.command('EHLO client.test');
    await ended.command('STARTTLS');
    ended.socket.end(hello);
    await ended.closed;
    const seen = await ends(check, 2);
    expect(seen.map(({ kind, evidence }) => [kind, evidence?.end])).toEqual([
      ['tls-failed', 'client-closed'],
      ['tls-failed', 'client-closed'],
    ]);
  });
});

describe('a client that judges our certificate', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('as senders on Node do, with %s', async (version) => {
    const check = await fixture.createCheck();
    await expect(
      SmtpClient.secured(fixture.port, hostOf(check, 'wrong'), {
        rejectUnauthorized: true,
        checkServerIdentity,
        minVersion: version,
        maxVersion: version,
      }),
    ).rejects.toThrow();
    const [seen] = await ends(check, 1);
    // TLS 1.2 completes the handshake first, TLS 1.3 closes within it: either without an alert.
    expect(seen?.kind).toBe(version === 'TLSv1.2' ? 'refused' : 'tls-failed');
    expect(seen?.evidence).toMatchObject({ alert: null, certificate: 'leaf', end: 'client-closed' });
    expect(isSilentRefusal(seen!)).toBe(version === 'TLSv1.3');
  });
});

describe('a client that says half a word inside TLS', () => {
  it.each(['EH', 'QUI', '\0'])('has accepted our certificate: %j', async (text) => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, hostOf(check, 'wrong'));
    client.socket.end(text);
    await client.closed;
    const [seen] = await ends(check, 1);
    expect(['left', 'rejected']).toContain(seen?.kind);
    expect(seen?.evidence).toMatchObject({ reached: 'greeted', end: 'client-closed' });
  });

  it('has not when that is QUIT', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, hostOf(check, 'wrong'));
    client.socket.end('quit');
    await client.closed;
    expect(await ends(check, 1)).toMatchObject([
      { kind: 'refused', evidence: { reached: 'nothing', end: 'quit' } },
    ]);
  });
});

describe('a connection that was opened to one host and carries mail for another', () => {
  it('counts for each by what was presented to it', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, hostOf(check, 'wrong'));
    await client.command('EHLO client.test');
    expect(await client.deliver(`test@${hostOf(check, 'do')}`)).toMatch(/^250 /);
    await client.quit();
    const [delivered, left] = await ends(check, 2);
    expect(delivered).toMatchObject({ kind: 'delivered', scenario: 'do', evidence: { certificate: null } });
    expect(delivered?.detail).toContain(
      `The connection had been opened to ${hostOf(check, 'wrong')} and was reused`,
    );
    expect(left).toMatchObject({
      kind: 'left',
      scenario: 'wrong',
      evidence: { certificate: 'leaf', reached: 'data' },
    });
  });

  it('proves nothing about another check, whose host was not shown', async () => {
    const [opened, check] = [await fixture.createCheck(), await fixture.createCheck()];
    const client = await SmtpClient.secured(fixture.port, hostOf(opened, 'wrong'));
    await client.command('EHLO client.test');
    for (const scenario of ['do', 'wrong']) {
      expect(await client.deliver(`test@${hostOf(check, scenario)}`)).toMatch(/^250 /);
    }
    await client.quit();
    const seen = await ends(check, 2);
    expect(seen.map(({ kind, evidence }) => [kind, evidence?.certificate])).toEqual([
      ['delivered', null],
      ['delivered', null],
    ]);
    const { servers, outcome } = judge(seen, Date.now());
    expect(outcome).toBe('waiting');
    const tested = servers[0]?.results.filter(({ state }) => state !== 'not-tested') ?? [];
    expect(tested.map(({ scenario, finding }) => `${scenario} ${finding}`)).toEqual([
      'do connection-reused',
      'wrong connection-reused',
    ]);
    expect(await ends(opened, 1)).toMatchObject([{ kind: 'left', evidence: { certificate: 'leaf' } }]);
  });

  it('is known where the domain is an internationalised one, whose addresses SMTP servers turn into Unicode', async () => {
    const domain = 'xn--bcher-kva.test';
    const receiver = await startReceiver({ env: { DOMAIN: domain } });
    const check = await receiver.createCheck();
    const host = (scenario: string): string => `${check.token}.${scenario}.${domain}`;
    const client = await SmtpClient.secured(receiver.port, host('do'));
    await client.command('EHLO client.test');
    expect(await client.deliver([`test@${host('do')}`, `test@${host('wrong')}`])).toMatch(/^250 /);
    await client.quit();
    const { outcome, servers } = judge(await receiver.observations(check), Date.now());
    await receiver.close();
    expect(outcome).toBe('waiting');
    expect(servers[0]?.results.slice(0, 3).map(({ scenario, finding }) => [scenario, finding])).toEqual([
      ['do', 'delivered-over-tls'],
      ['dont', 'not-tested'],
      ['wrong', 'connection-reused'],
    ]);
  });
});
