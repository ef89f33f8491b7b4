import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Check, Observation } from '#checks';

import { clientHello } from '../support/client-hello.js';
import { DOMAIN, startReceiver, type ReceiverFixture } from '../support/receiver-fixture.js';
import { run } from '../support/run-program.js';
import { SmtpClient } from '../support/smtp-client.js';

let fixture: ReceiverFixture;

beforeAll(async () => {
  fixture = await startReceiver();
});

afterAll(async () => {
  await fixture.close();
});

const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;

/** The only observation of that kind, once the session is over. */
async function ending(check: Check, kind: Observation['kind']): Promise<Observation> {
  await expect
    .poll(async () => (await fixture.observations(check)).filter((one) => one.kind !== 'tls-established'))
    .toHaveLength(1);
  const observation = (await fixture.observations(check)).find((one) => one.kind !== 'tls-established')!;
  expect(observation.kind).toBe(kind);
  return observation;
}

/** A duration in whole milliseconds, against the bounds that the client measured. */
function expectWithin(ms: number | null, atLeast: number, atMost: number): void {
  expect(ms).toBeGreaterThanOrEqual(Math.floor(atLeast));
  expect(ms).toBeLessThanOrEqual(Math.ceil(atMost));
}

/** As the sentence has it. */
function soon(ms: number | null): string {
  return ms === 0 ? 'less than 1 ms' : `${ms} ms`;
}

/** Delivers in another session: nothing more may have been recorded for the check of an earlier one by then. */
async function stillDelivers(): Promise<void> {
  const check = await fixture.createCheck();
  const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
  await client.command('EHLO client.test');
  expect(await client.deliver(`test@${check.token}.do.${DOMAIN}`)).toMatch(/^250 /);
  await client.quit();
}

describe.each(VERSIONS)('a client that refuses our certificate, with %s', (version) => {
  const tls = { minVersion: version, maxVersion: version };

  it('is seen when it closes after the handshake, without EHLO, as Postfix does', async () => {
    const check = await fixture.createCheck();
    const began = performance.now();
    const client = await SmtpClient.secured(fixture.port, `${check.token}.wrong.${DOMAIN}`, tls);
    client.socket.end();
    await client.closed;
    const refused = await ending(check, 'refused');
    const atMost = performance.now() - began;
    expect(refused).toMatchObject({
      scenario: 'wrong',
      attribution: 'exact',
      clientAddress: '127.0.0.1',
      clientName: 'client.test',
      tls: { version, serverName: `${check.token}.wrong.${DOMAIN}` },
      evidence: { end: 'client-closed', alert: null, recipient: null, mailFrom: null },
    });
    const { sinceCertificateMs } = refused.evidence!;
    expectWithin(sinceCertificateMs, 0, atMost);
    expect(refused.detail).toBe(
      `The client closed the connection ${soon(sinceCertificateMs)} after it had seen our certificate, before it said EHLO again.`,
    );
    const established = (await fixture.observations(check))[0];
    expect(established).toMatchObject({
      kind: 'tls-established',
      tls: { version },
      evidence: { end: 'open' },
    });
  });

  it('is seen when it says QUIT after the handshake, immediately and not when it closes', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, `${check.token}.wrong.${DOMAIN}`, tls);
    await client.command('QUIT');
    const refused = await ending(check, 'refused');
    expect(refused.evidence).toMatchObject({ end: 'quit', reached: 'nothing', reply: null });
    expect(refused.detail).toMatch(
      /^The client said QUIT (\d+ ms|less than 1 ms) after it had seen our certificate, before it said EHLO again\.$/,
    );
    client.socket.destroy();
    await client.closed;
    await stillDelivers();
    await ending(check, 'refused');
  });

  it('is seen when openssl verifies and sends a certificate alert', async () => {
    const check = await fixture.createCheck();
    const name = `${check.token}.wrong.${DOMAIN}`;
    await run('openssl', [
      's_client',
      '-connect',
      `127.0.0.1:${fixture.port}`,
      '-starttls',
      'smtp',
      '-servername',
      name,
      '-verify_return_error',
      '-no-CAfile',
      '-no-CApath',
      version === 'TLSv1.2' ? '-tls1_2' : '-tls1_3',
    ]);
    const refused = await ending(check, 'refused');
    expect(refused).toMatchObject({
      scenario: 'wrong',
      // The client breaks off before its own Finished: TLS 1.2 has no cipher suite in force by then.
      tls: { version, cipher: version === 'TLSv1.2' ? null : 'TLS_AES_256_GCM_SHA384', serverName: name },
      evidence: { end: 'client-alert', alert: 'unknown_ca' },
    });
    expect((await fixture.observations(check)).map(({ kind }) => kind)).toEqual(['refused']);
    expect(refused.detail).toMatch(/^The client sent the TLS alert unknown_ca (\d+ ms|less than 1 ms) after/);
    await stillDelivers();
    await ending(check, 'refused');
  });

  it('is seen when gnutls-cli verifies and gives up', async () => {
    const check = await fixture.createCheck();
    const name = `${check.token}.wrong.${DOMAIN}`;
    const priority = `NORMAL:-VERS-ALL:+VERS-${version === 'TLSv1.2' ? 'TLS1.2' : 'TLS1.3'}`;
    await run('gnutls-cli', [
      '--port',
      String(fixture.port),
      '--starttls-proto=smtp',
      '--sni-hostname',
      name,
      '--priority',
      priority,
      '127.0.0.1',
    ]);
    const refused = await ending(check, 'refused');
    expect(['client-alert', 'client-closed', 'client-reset']).toContain(refused.evidence!.end);
  });

  it('is recorded without a token when it named only the scenario', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, `WRONG.${DOMAIN}`, tls);
    client.socket.end();
    await client.closed;
    expect(await fixture.observations(check)).toEqual([]);
    const delivery = await SmtpClient.secured(fixture.port, `do.${DOMAIN}`);
    await delivery.command('EHLO client.test');
    expect(await delivery.deliver(`${check.token}@do.${DOMAIN}`)).toMatch(/^250 /);
    await delivery.quit();
    await expect
      .poll(async () =>
        (await fixture.observations(check)).map(({ kind, scenario, attribution }) => [
          kind,
          scenario,
          attribution,
        ]),
      )
      .toEqual(
        expect.arrayContaining([
          ['refused', 'wrong', 'same-client'],
          ['delivered', 'do', 'exact'],
        ]),
      );
  });
});

describe('what is no refusal', () => {
  it.each([
    ['the domain itself', DOMAIN],
    ['a foreign name', 'mail.example.org'],
    ['no name', undefined],
  ])('a session that names %s is only logged', async (_, servername) => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, servername);
    const port = client.socket.localPort;
    client.socket.end();
    await client.closed;
    await expect
      .poll(() => fixture.logs.find((one) => one['msg'] === 'session ended' && one['port'] === port))
      .toMatchObject({ end: 'client-closed', observed: [] });
    expect(await fixture.observations(check)).toEqual([]);
  });

  it('a session of an unknown token writes nothing', async () => {
    const appended: unknown[] = [];
    const watched = await startReceiver({
      certsDir: fixture.certsDir,
      wrapStore: (store) => ({
        ...store,
        checks: store.checks,
        observations: {
          ofCheck: (check) => store.observations.ofCheck(check),
          tokensOf: (observation) => store.observations.tokensOf(observation),
          policyFetches: (since, afterId) => store.observations.policyFetches(since, afterId),
          pooledSessions: (afterId) => store.observations.pooledSessions(afterId),
          append: (observation) => {
            appended.push(observation);
            return store.observations.append(observation);
          },
        },
      }),
    });
    const client = await SmtpClient.secured(watched.port, `0123456789ab.wrong.${DOMAIN}`);
    client.socket.end();
    await client.closed;
    await watched.close();
    expect(watched.logs).toContainEqual(
      expect.objectContaining({ msg: 'session ended', token: '0123456789ab' }),
    );
    expect(appended).toEqual([]);
  });

  it.each([
    ['says EHLO and QUIT (posttls-finger -l may)', ['EHLO a.test', 'QUIT'], 'EHLO', 'greeted'],
    ['says NOOP and QUIT', ['NOOP', 'QUIT'], 'a first command', 'greeted'],
    ['says EHLO, MAIL and QUIT (a monitor)', ['EHLO a.test', 'MAIL FROM:<>', 'QUIT'], 'MAIL', 'mail'],
  ])('a client that %s has accepted the certificate', async (_, lines, words, reached) => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, `${check.token}.wrong.${DOMAIN}`);
    for (const line of lines) await client.command(line);
    const left = await ending(check, 'left');
    expect(left.evidence).toMatchObject({ end: 'quit', reached, reply: null });
    expect(left.detail).toBe(
      `The client said QUIT after ${words} inside TLS. It had accepted our certificate.`,
    );
    await client.quit();
  });

  it.each([
    ['after the handshake', []],
    ['after EHLO', ['EHLO client.test']],
    ['after MAIL', ['EHLO client.test', 'MAIL FROM:<>']],
  ])('a connection that is reset %s is lost', async (_, lines) => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.greeted(fixture.port);
    const raw = client.socket;
    await client.command('EHLO client.test');
    await client.startTls(`${check.token}.wrong.${DOMAIN}`);
    // A reset overtakes what was not read yet: the server must have seen the end of the handshake.
    await expect.poll(async () => (await fixture.observations(check)).length).toBe(1);
    for (const line of lines) await client.command(line);
    raw.resetAndDestroy();
    const lost = await ending(check, 'lost');
    expect(lost.evidence).toMatchObject({ end: 'client-reset' });
    expect(lost.detail).toMatch(/^The connection was lost: the client reset the connection /);
  });

  it('a session that names a recipient and leaves has left', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
    await client.command('EHLO client.test');
    await client.command('MAIL FROM:<sender@client.test>');
    await client.command(`RCPT TO:<test@${check.token}.do.${DOMAIN}>`);
    await client.quit();
    const left = await ending(check, 'left');
    expect(left.evidence).toMatchObject({
      ...{ end: 'quit', reached: 'recipient', mailFrom: 'sender@client.test' },
      recipient: `test@${check.token}.do.${DOMAIN}`,
    });
  });

  it('a session that closes in its message has left', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
    await client.command('EHLO client.test');
    await client.command('MAIL FROM:<sender@client.test>');
    await client.command(`RCPT TO:<test@${check.token}.do.${DOMAIN}>`);
    await client.command('DATA');
    client.write('Subject: half a mess');
    client.socket.end();
    await client.closed;
    const left = await ending(check, 'left');
    expect(left.evidence).toMatchObject({ end: 'client-closed', reached: 'data' });
    expect(left.detail).toMatch(
      /^The client closed the connection after DATA inside TLS, with \d+ bytes of a message\./,
    );
  });

  it('a session whose sender address we turned away is rejected', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
    await client.command('EHLO client.test');
    expect(await client.command('MAIL FROM:<a@b@c>')).toMatch(/^501 /);
    await client.quit();
    const rejected = await ending(check, 'rejected');
    expect(rejected.detail).toContain('Our first error reply was: 501');
    expect(rejected.evidence).toMatchObject({
      reached: 'mail',
      reply: expect.stringMatching(/^501 /) as string,
    });
  });

  it('a handshake without a common cipher is tls-failed', async () => {
    const check = await fixture.createCheck();
    await expect(
      SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`, {
        maxVersion: 'TLSv1.2',
        ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
      }),
    ).rejects.toThrow();
    const failed = await ending(check, 'tls-failed');
    expect(failed).toMatchObject({
      tls: { version: 'TLSv1.2', cipher: null, serverName: `${check.token}.do.${DOMAIN}` },
      evidence: { end: 'server-closed', alert: null },
    });
    expect(failed.detail).toBe(
      'The client offered no cipher suite that we accept (only 0xC02B), so there was no TLS connection.',
    );
  });

  it.each(VERSIONS)(
    'a client that vanishes in the handshake without an alert is tls-failed (%s)',
    async (version) => {
      const check = await fixture.createCheck();
      const client = await SmtpClient.greeted(fixture.port);
      await client.command('EHLO client.test');
      await client.command('STARTTLS');
      const flight = once(client.socket, 'data');
      const began = performance.now();
      client.write(
        await clientHello(`${check.token}.do.${DOMAIN}`, { minVersion: version, maxVersion: version }),
      );
      await flight;
      client.socket.end();
      await client.closed;
      const failed = await ending(check, 'tls-failed');
      expect(failed.evidence).toMatchObject({ end: 'client-closed', alert: null });
      expectWithin(failed.evidence!.sinceCertificateMs, 0, performance.now() - began);
      expect(failed.detail).toBe('The client closed the connection before the TLS handshake was complete.');
    },
  );
});

describe('TLS', () => {
  it('presents the leaf with its CA to whoever asks, by name or without', async () => {
    const leaf = new X509Certificate(readFileSync(join(fixture.certsDir, 'leaf.cert.pem')));
    const ca = new X509Certificate(readFileSync(join(fixture.certsDir, 'ca.cert.pem')));
    for (const name of [`do.${DOMAIN}`, `0123456789ab.wrong.${DOMAIN}`, 'mail.example.org', undefined]) {
      const { stdout } = await run('openssl', [
        's_client',
        '-connect',
        `127.0.0.1:${fixture.port}`,
        '-starttls',
        'smtp',
        '-showcerts',
        ...(name === undefined ? ['-noservername'] : ['-servername', name]),
      ]);
      const [first, second] =
        stdout.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
      expect(new X509Certificate(first!).fingerprint256).toBe(leaf.fingerprint256);
      expect(new X509Certificate(second!).fingerprint256).toBe(ca.fingerprint256);
    }
  });

  it.each(VERSIONS)(
    'never resumes a session, so that every client sees the certificate (%s)',
    async (version) => {
      const check = await fixture.createCheck();
      const name = `${check.token}.do.${DOMAIN}`;
      const first = await SmtpClient.greeted(fixture.port);
      await first.command('EHLO client.test');
      const sessions: Buffer[] = [];
      const secure = await first.startTls(name, { minVersion: version, maxVersion: version });
      secure.on('session', (session) => sessions.push(session));
      await first.command('EHLO client.test');
      const session = sessions.at(-1) ?? secure.getSession();
      await first.quit();
      const second = await SmtpClient.greeted(fixture.port);
      await second.command('EHLO client.test');
      const again = await second.startTls(name, {
        minVersion: version,
        maxVersion: version,
        ...(session && { session }),
      });
      expect(again.isSessionReused()).toBe(false);
      expect(again.getPeerCertificate().subject).toBeDefined();
      await second.quit();
    },
  );
});
