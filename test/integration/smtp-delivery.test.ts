import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { overriding } from '../support/overriding.js';
import { DOMAIN, insertCheck, startReceiver, type ReceiverFixture } from '../support/receiver-fixture.js';
import { newMessage, SmtpClient } from '../support/smtp-client.js';

let fixture: ReceiverFixture;

beforeAll(async () => {
  fixture = await startReceiver({ env: { SMTP_MAX_RECIPIENTS: '5', SMTP_MAX_MESSAGE_BYTES: '2000' } });
});

afterAll(async () => {
  await fixture.close();
});

/** The observations of a check, when there are that many. */
async function observed(check: Parameters<ReceiverFixture['observations']>[0], count: number) {
  await expect.poll(() => fixture.observations(check)).toHaveLength(count);
  return fixture.observations(check);
}

describe('the receiver, for a live check', () => {
  it('records the handshake and the delivery with all evidence before it answers 250', async () => {
    const check = await fixture.createCheck();
    const began = performance.now();
    const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
    await client.command('EHLO Mail.Client.Test');
    const seen = performance.now();
    await client.command('NOOP');
    const atLeast = performance.now() - seen;
    const reply = await client.deliver(
      `test@${check.token}.do.${DOMAIN}`,
      'From: a@client.test\r\nMESSAGE-ID:\r\n <1@client.test>\r\n\r\nMessage-ID: <no@client.test>\r\n..dot\r\n',
    );
    const atMost = performance.now() - began;
    const observations = await fixture.observations(check);
    const localPort = client.socket.localPort;
    await client.quit();

    expect(reply).toMatch(/^250 2\.0\.0 /);
    expect(observations.map(({ kind }) => kind)).toEqual(['tls-established', 'delivered']);
    const [established, delivered] = observations;
    expect(established).toMatchObject({ scenario: 'do', clientAddress: '127.0.0.1', attribution: 'exact' });
    expect(delivered).toMatchObject({
      scenario: 'do',
      clientAddress: '127.0.0.1',
      clientName: 'mail.client.test',
      attribution: 'exact',
      tls: {
        version: 'TLSv1.3',
        cipher: 'TLS_AES_256_GCM_SHA384',
        serverName: `${check.token}.do.${DOMAIN}`,
      },
      evidence: {
        clientPort: localPort,
        end: 'open',
        alert: null,
        mailFrom: 'sender@client.test',
        recipient: `test@${check.token}.do.${DOMAIN}`,
        messageId: '<1@client.test>',
        size: 90,
      },
    });
    const { sinceCertificateMs, timing } = delivered!.evidence!;
    expect(delivered!.evidence).toMatchObject({ reached: 'data', reply: null });
    const times = [timing!.ehlo, timing!.startTls, timing!.clientHello, timing!.certificate, timing!.mail];
    expect(times).not.toContain(null);
    expect(times).toEqual(times.toSorted((a, b) => a! - b!));
    expect(delivered!.at - timing!.connectedAt).toBeGreaterThanOrEqual(timing!.mail!);
    expect(sinceCertificateMs).toBeGreaterThanOrEqual(Math.floor(atLeast));
    expect(sinceCertificateMs).toBeLessThanOrEqual(Math.ceil(atMost));
    expect(reply).toContain(delivered!.evidence!.session);
    expect(await observed(check, 2)).toHaveLength(2);
  });

  it('records a delivery in clear text without TLS facts, and with the null sender', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('HELO client.test');
    await client.command('MAIL FROM:<>');
    await client.command(`RCPT TO:<${check.token.toUpperCase()}@WRONG.${DOMAIN}>`);
    await client.command('DATA');
    expect(await client.command('\r\nno header\r\n.')).toMatch(/^250 2\.0\.0 /);
    await client.quit();
    const [delivered, ...others] = await observed(check, 1);
    expect(others).toEqual([]);
    expect(delivered).toMatchObject({
      kind: 'delivered',
      scenario: 'wrong',
      tls: null,
      detail: 'We accepted a message of 13 bytes in clear text: the client did not use TLS.',
      evidence: { mailFrom: '', messageId: null, sinceCertificateMs: null, reached: 'data' },
    });
  });

  it('records one delivery for each recipient of a message, of whichever check and form', async () => {
    const [one, other] = [await fixture.createCheck(), await fixture.createCheck()];
    const client = await SmtpClient.secured(fixture.port, `do.${DOMAIN}`);
    await client.command('EHLO client.test');
    const reply = await client.deliver([
      `${one.token}@do.${DOMAIN}`,
      `test@${one.token}.dont.${DOMAIN}`,
      `${other.token}@do.${DOMAIN}`,
    ]);
    expect(reply).toMatch(/^250 /);
    const ofOne = await fixture.observations(one);
    expect(ofOne.map(({ kind, scenario }) => [kind, scenario])).toEqual([
      ['delivered', 'do'],
      ['delivered', 'dont'],
    ]);
    // What is presented at one host says nothing about another.
    expect(ofOne.map(({ evidence }) => evidence?.certificate)).toEqual(['leaf', null]);
    expect(ofOne[1]?.detail).toContain(`The connection had been opened to do.${DOMAIN} and was reused`);
    expect((await fixture.observations(other)).map(({ kind }) => kind)).toEqual(['delivered']);
    await client.quit();
  });

  it('accepts several messages in a session and adds nothing when it ends', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
    await client.command('EHLO client.test');
    for (let count = 0; count < 3; count += 1) {
      expect(await client.deliver(`test@${check.token}.do.${DOMAIN}`)).toMatch(/^250 /);
    }
    await client.quit();
    await expect
      .poll(() => fixture.logs.some(({ msg, accepted }) => msg === 'session ended' && accepted === 3))
      .toBe(true);
    expect((await fixture.observations(check)).map(({ kind }) => kind)).toEqual([
      'tls-established',
      'delivered',
      'delivered',
      'delivered',
    ]);
  });
});

describe('the receiver, of when a message was queued', () => {
  const queuedAt = async (...messages: readonly string[]): Promise<readonly unknown[]> => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
    await client.command('EHLO client.test');
    for (const message of messages) {
      if (message === '') {
        await client.command('MAIL FROM:<sender@client.test>');
        await client.command('RSET');
      } else expect(await client.deliver(`test@${check.token}.do.${DOMAIN}`, message)).toMatch(/^250 /);
    }
    await client.quit();
    const seen = await observed(check, 1 + messages.filter((message) => message !== '').length);
    return seen.slice(1).map(({ evidence }) => evidence?.timing?.queuedAt);
  };
  const AT = Date.parse('2026-11-30T18:00:00Z');
  const old = 'Received: by a; Mon, 30 Nov 2026 19:00:00 +0100 (CET)\r\n\r\ntest\r\n';

  it('tells it of the message for which the connection was opened, also where a later one is new', async () => {
    expect(await queuedAt(old, newMessage('Subject: rides along'), old)).toEqual([AT, AT, AT]);
    expect(await queuedAt('Subject: undated\r\n\r\n', old)).toEqual([null, null]);
  });

  it('does not know it where the first message was not sent', async () => {
    expect(await queuedAt('', old)).toEqual([null]);
  });
});

describe('the receiver, for a client that ends its side behind its last command', () => {
  it.each([
    ['in the clear', (port: number) => SmtpClient.greeted(port)],
    ['inside TLS', (port: number) => SmtpClient.secured(port, undefined)],
  ])('answers the final dot and QUIT, %s', async (_, connect) => {
    const check = await fixture.createCheck();
    const client = await connect(fixture.port);
    client.socket.allowHalfOpen = true;
    await client.command('EHLO client.test');
    await client.command('MAIL FROM:<sender@client.test>');
    await client.command(`RCPT TO:<test@${check.token}.dont.${DOMAIN}>`);
    await client.command('DATA');
    client.socket.end('Subject: test\r\n\r\ntest\r\n.\r\nQUIT\r\n');

    expect(await client.reply()).toMatch(/^250 2\.0\.0 /);
    expect(await client.reply()).toMatch(/^221 /);
    await client.closed;
    expect(client.error).toBeNull();
    expect((await fixture.observations(check)).map(({ kind }) => kind)).toContain('delivered');
  });
});

describe('the receiver, at RCPT', () => {
  it.each([
    ['an unknown token', `test@0123456789ab.do.${DOMAIN}`, '550 5.1.1'],
    ['an unknown token in the classic form', `0123456789ab@do.${DOMAIN}`, '550 5.1.1'],
    ['another local part', `root@do.${DOMAIN}`, '550 5.1.1'],
    ['a foreign domain', 'someone@example.org', '550 5.7.1'],
    ['a foreign domain that ends like ours', `someone@evil${DOMAIN}`, '550 5.7.1'],
    ['an address literal', 'someone@[127.0.0.1]', '550 5.7.1'],
    ['the percent hack', `someone%example.org@do.${DOMAIN}`, '550 5.1.1'],
    ['a source route to a foreign domain', `@do.${DOMAIN}:someone@example.org`, '550 5.7.1'],
    ['no address', 'someone', '501 5.1.3'],
    ['postmaster without a host', 'postmaster', '250 2.1.5'],
    ['postmaster at the domain', `Postmaster@${DOMAIN}`, '250 2.1.5'],
    ['postmaster at a scenario host', `postmaster@wrong.${DOMAIN}`, '250 2.1.5'],
    ['postmaster at a host of an unknown check', `postmaster@0123456789ab.do.${DOMAIN}`, '250 2.1.5'],
    ['postmaster below a scenario host', `postmaster@anything.do.${DOMAIN}`, '250 2.1.5'],
    ['another mailbox below a scenario host', `test@anything.do.${DOMAIN}`, '550 5.1.1'],
  ])('answers %s', async (_, address, reply) => {
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    await client.command('MAIL FROM:<sender@client.test>');
    expect(await client.command(`RCPT TO:<${address}>`)).toContain(reply);
    await client.quit();
  });

  it('refuses an expired check', async () => {
    const check = await insertCheck(fixture.store, -1);
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    expect(await client.deliver(`test@${check.token}.do.${DOMAIN}`)).toMatch(/^550 5\.1\.1 /);
    await client.quit();
  });

  it('accepts a check that was created after its name had been tried in vain', async () => {
    const check = await fixture.createCheck();
    await fixture.store.checks.deleteExpired(check.expiresAt + 1);
    const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
    await client.command('EHLO client.test');
    await fixture.store.checks.insert(check, 1000);
    expect(await client.deliver(`test@${check.token}.do.${DOMAIN}`)).toMatch(/^250 /);
    await client.quit();
  });

  it('keeps mail for postmaster for the operator, and logs it', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    expect(await client.deliver('postmaster')).toMatch(/^250 2\.0\.0 /);
    await client.quit();
    expect(fixture.logs).toContainEqual(expect.objectContaining({ msg: 'mail to the operator kept' }));
  });

  it('answers 452 beyond the recipients of one message and takes the message for the others', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    await client.command('MAIL FROM:<sender@client.test>');
    for (const address of [
      'postmaster',
      `postmaster@${DOMAIN}`,
      `postmaster@do.${DOMAIN}`,
      `${check.token}@do.${DOMAIN}`,
      `${check.token}@dont.${DOMAIN}`,
    ]) {
      expect(await client.command(`RCPT TO:<${address}>`)).toMatch(/^250 /);
    }
    expect(await client.command(`RCPT TO:<${check.token}@wrong.${DOMAIN}>`)).toMatch(/^452 4\.5\.3 /);
    await client.command('DATA');
    expect(await client.command('\r\n.')).toMatch(/^250 /);
    await client.quit();
    // What was refused is stored when the session has ended.
    expect((await observed(check, 3)).map(({ kind, scenario }) => [kind, scenario])).toEqual([
      ['delivered', 'do'],
      ['delivered', 'dont'],
      ['rejected', 'wrong'],
    ]);
  });
});

describe('the receiver, for a message that is too large', () => {
  it('answers 552 at MAIL when the size is announced', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    expect(await client.command('EHLO client.test')).toContain('SIZE 2000');
    expect(await client.command('MAIL FROM:<sender@client.test> SIZE=2001')).toMatch(/^552 5\.3\.4 /);
    await client.quit();
  });

  it('answers 552 at the final dot, records it as rejected and takes the next message', async () => {
    const check = await fixture.createCheck();
    const address = `test@${check.token}.do.${DOMAIN}`;
    const large = `Subject: large\r\n\r\n${'0123456789\r\n'.repeat(200)}`;
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    expect(await client.deliver(address, large)).toMatch(/^552 5\.3\.4 /);
    await client.quit();
    const [rejected] = await observed(check, 1);
    expect(rejected).toMatchObject({
      kind: 'rejected',
      scenario: 'do',
      evidence: { end: 'quit', size: large.length, recipient: address },
    });
    expect(rejected!.detail).toContain('552 5.3.4');

    const again = await SmtpClient.greeted(fixture.port);
    await again.command('EHLO client.test');
    expect(await again.deliver(address, large)).toMatch(/^552 /);
    expect(await again.deliver(address)).toMatch(/^250 /);
    await again.quit();
    const kinds = (await observed(check, 2)).map(({ kind }) => kind);
    expect(kinds).toEqual(['rejected', 'delivered']);
  });

  it('does not wait for the end of an endless message', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    await client.command('MAIL FROM:<sender@client.test>');
    await client.command('RCPT TO:<postmaster>');
    await client.command('DATA');
    const flood = setInterval(() => client.write('0123456789\r\n'.repeat(500)), 5);
    expect(await client.reply()).toMatch(/^552 5\.3\.4 /);
    await client.closed;
    clearInterval(flood);
  });
});

describe('the receiver, when the store fails', () => {
  it('answers 451 at RCPT and at the final dot, loses nothing and recovers', async () => {
    const failing = { lookUps: false, appends: false };
    const broken = await startReceiver({
      certsDir: fixture.certsDir,
      wrapStore: (store) => ({
        ...store,
        checks: overriding(store.checks, {
          findLive: async (token, now) => {
            if (failing.lookUps) throw new Error('disk I/O error');
            return store.checks.findLive(token, now);
          },
        }),
        observations: overriding(store.observations, {
          append: async (observation) => {
            if (failing.appends) throw new Error('database or disk is full');
            return store.observations.append(observation);
          },
        }),
      }),
    });
    const check = await broken.createCheck();
    const address = `test@${check.token}.do.${DOMAIN}`;
    const client = await SmtpClient.greeted(broken.port);
    await client.command('EHLO client.test');

    failing.lookUps = true;
    expect(await client.deliver(address)).toMatch(/^451 4\.3\.0 /);
    await client.command('RSET');
    failing.lookUps = false;
    failing.appends = true;
    expect(await client.deliver(address)).toMatch(/^451 4\.3\.0 /);
    expect(await broken.observations(check)).toEqual([]);
    failing.appends = false;
    expect(await client.deliver(address)).toMatch(/^250 2\.0\.0 /);
    expect((await broken.observations(check)).map(({ kind }) => kind)).toEqual(['delivered']);
    await client.quit();
    expect(broken.logs.filter(({ level }) => level === 'error')).toHaveLength(2);
    await broken.close();
  });
});

describe('the receiver, for a client that does not let it shut down', () => {
  it('cuts the client off when its time of grace is over', async () => {
    const closing = await startReceiver({ certsDir: fixture.certsDir });
    const check = await closing.createCheck();
    const client = await SmtpClient.secured(closing.port, `${check.token}.do.${DOMAIN}`);
    await client.command('EHLO client.test');
    await client.command('MAIL FROM:<sender@client.test>');
    await client.command(`RCPT TO:<test@${check.token}.do.${DOMAIN}>`);
    await client.command('DATA');
    const handshaking = await SmtpClient.greeted(closing.port);
    await handshaking.command('EHLO client.test');
    await handshaking.command('STARTTLS');
    const drip = setInterval(() => client.write('x'), 100);
    const closed = closing.receiver.close(500);
    expect(await client.reply()).toMatch(/^421 4\.3\.2 /);
    await Promise.all([client.closed, handshaking.closed, closed]);
    clearInterval(drip);
    expect((await closing.observations(check)).map(({ kind }) => kind)).toEqual([
      'tls-established',
      'rejected',
    ]);
    await closing.close();
  });
});
