/** An instrument that drops all mail takes all mail: what a real system sends must fail for no other reason than DANE. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DOMAIN, startReceiver, type ReceiverFixture } from '../support/receiver-fixture.js';
import { SmtpClient } from '../support/smtp-client.js';

let fixture: ReceiverFixture;
const PUBLIC_URL = 'https://dane.example.org';

beforeAll(async () => {
  fixture = await startReceiver({ env: { PUBLIC_URL, SMTP_IDLE_TIMEOUT: '1' } });
});

afterAll(async () => {
  await fixture.close();
});

/** In a session of its own, after EHLO. */
async function answers(lines: readonly string[], tls = false): Promise<string[]> {
  const client = tls
    ? await SmtpClient.secured(fixture.port, `do.${DOMAIN}`)
    : await SmtpClient.greeted(fixture.port);
  await client.command('EHLO client.test');
  const replies: string[] = [];
  for (const line of lines) replies.push(await client.command(line));
  await client.quit();
  return replies;
}

describe('the receiver takes', () => {
  it.each([
    '<>',
    '<"front desk"@example.net>',
    '<"a@b"@example.net>',
    '<a.@example.net>',
    '<a..b@example.net>',
    '<.a@example.net>',
    '<a@host_under.example.net>',
    '<bounce+test=1-2.example.org@example.net>',
    '<prvs=0123=a/b@example.net>',
    '<d\u00f6ner@xn--mller-kva.example>',
    `<${'a'.repeat(200)}@example.net>`,
    '<a@[192.0.2.1]>',
    '<a@[IPv6:2001:db8::1]>',
    '<a@localhost>',
  ])('the sender %s, and stores it as it is', async (path) => {
    const check = await fixture.createCheck();
    const [mail, rcpt] = await answers([
      `MAIL FROM:${path} SMTPUTF8`,
      `RCPT TO:<"test"@${check.token}.do.${DOMAIN}>`,
    ]);
    expect([mail, rcpt]).toEqual(['250 2.1.0 Accepted', '250 2.1.5 Accepted']);
    await expect.poll(() => fixture.observations(check)).toHaveLength(1);
    const [left] = await fixture.observations(check);
    expect(left).toMatchObject({ kind: 'left', evidence: { mailFrom: path.slice(1, -1) } });
  });

  it.each([
    ['', 'SIZE=52428800 BODY=8BITMIME', ''],
    ['DSN', 'RET=HDRS ENVID=QQ314159', 'NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;test+40example.org'],
    ['SMTPUTF8', 'SMTPUTF8', ''],
    ['REQUIRETLS', 'REQUIRETLS', ''],
  ])('what it offers inside TLS: %s', async (offer, mailParameters, rcptParameters) => {
    const check = await fixture.createCheck();
    const [ehlo, mail, rcpt] = await answers(
      [
        'EHLO client.test',
        `MAIL FROM:<sender@client.test> ${mailParameters}`,
        `RCPT TO:<test@${check.token}.do.${DOMAIN}> ${rcptParameters}`,
      ],
      true,
    );
    expect(ehlo).toContain(`250-${offer}`);
    expect([mail, rcpt]).toEqual(['250 2.1.0 Accepted', '250 2.1.5 Accepted']);
  });

  it('does not offer REQUIRETLS in the clear (RFC 8689 §3)', async () => {
    const [ehlo] = await answers(['EHLO client.test']);
    expect(ehlo).toContain('DSN');
    expect(ehlo).not.toContain('REQUIRETLS');
  });
});

describe('a large message', () => {
  const large = 'Subject: large\r\n\r\n' + `${'0123456789'.repeat(7)}\r\n`.repeat(170_000);

  it('is taken for a check, and dropped', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
    await client.command('EHLO client.test');
    expect(await client.deliver(`test@${check.token}.do.${DOMAIN}`, large)).toMatch(/^250 /);
    await client.quit();
    expect((await fixture.observations(check)).at(-1)).toMatchObject({
      kind: 'delivered',
      evidence: { size: large.length },
    });
  });

  it('is not kept for the operator', async () => {
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    expect(await client.deliver('postmaster', large)).toMatch(/^552 5\.3\.4 /);
    expect(await client.deliver('postmaster')).toMatch(/^250 /);
    await client.quit();
  });
});

describe('the receiver refuses', () => {
  it.each([
    ['MAIL FROM:<a@client.test> FOO=bar', '555 5.5.4 The parameter FOO is not offered here'],
    ['MAIL FROM:<a@client.test> SIZE=1 AUTH=<>', '555 5.5.4 The parameter AUTH is not offered here'],
    ['MAIL FROM:<a@client.test> NOTIFY=NEVER', '555 5.5.4 The parameter NOTIFY is not offered here'],
    ['MAIL FROM:<"a b>', '501 5.1.7'],
    ['MAIL FROM:<"a\u0001 b"@client.test>', '501 5.1.7'],
  ])('%s', async (line, reply) => {
    const [mail] = await answers([line]);
    expect(mail).toContain(reply);
  });

  it('an unknown parameter at RCPT', async () => {
    const [, rcpt] = await answers(['MAIL FROM:<a@client.test>', 'RCPT TO:<postmaster> RET=HDRS']);
    expect(rcpt).toBe(`555 5.5.4 The parameter RET is not offered here: ${PUBLIC_URL}`);
  });
});

describe('a reply that ends up in a log', () => {
  it('leads back to the page of the check', async () => {
    const check = await fixture.createCheck();
    const page = `${PUBLIC_URL}/check/${check.token}`;
    const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
    await client.command('EHLO client.test');
    expect(await client.deliver(`test@${check.token}.do.${DOMAIN}`)).toMatch(
      new RegExp(`^250 2.0.0 Recorded, see ${page} \\(session [a-z0-9]+\\)$`),
    );
    expect(await client.deliver('someone@example.org')).toMatch(new RegExp(`^550 .*: ${page}$`));
    await client.command('RSET');
    const tooLarge = await client.command('MAIL FROM:<a@client.test> SIZE=99999999');
    expect(tooLarge).toMatch(new RegExp(`^552 .*: ${page}$`));
    expect(await client.command('MAIL FROM:<a@client.test> FOO=bar')).toMatch(
      new RegExp(`^555 .*: ${page}$`),
    );
    expect(await client.command('MAIL FROM:<a b@client.test>')).toMatch(new RegExp(`^501 .*: ${page}$`));
    await client.quit();
  });

  it('names the check of the address, also one that is over, and the start page where there is none', async () => {
    const [, unknown, foreign] = await answers([
      'MAIL FROM:<a@client.test>',
      `RCPT TO:<0123456789ab@do.${DOMAIN}>`,
    ]).then(async ([mail, rcpt]) => {
      const [, other] = await answers(['MAIL FROM:<a@client.test>', 'RCPT TO:<someone@example.org>']);
      return [mail, rcpt, other];
    });
    expect(unknown).toBe(
      `550 5.1.1 No such address, or its check has expired: ${PUBLIC_URL}/check/0123456789ab`,
    );
    expect(foreign).toBe(`550 5.7.1 Not an address of this server; relaying denied: ${PUBLIC_URL}`);
  });

  it.each([
    ['another local part', (token: string) => `front.desk@${token}.dont.${DOMAIN}`],
    ['a quoted one', (token: string) => `"front desk"@${token}.dont.${DOMAIN}`],
    ['one that is not ASCII', (token: string) => `t\u00f6st@${token}.dont.${DOMAIN}`],
    ['a host below its own', (token: string) => `test@mx.${token}.dont.${DOMAIN}`],
    ['the domain alone', (token: string) => `${token}@${DOMAIN}`],
  ])('names the check of an address that is no mailbox: %s', async (_, addressOf) => {
    const { token } = await fixture.createCheck();
    const [, rcpt] = await answers(['MAIL FROM:<a@client.test> SMTPUTF8', `RCPT TO:<${addressOf(token)}>`]);
    expect(rcpt).toBe(`550 5.1.1 No such address, or its check has expired: ${PUBLIC_URL}/check/${token}`);
  });

  it('names each check of a message, as far as they fit into a line', async () => {
    const checks = await Promise.all(Array.from({ length: 12 }, () => fixture.createCheck()));
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    for (const count of [2, 5, 12]) {
      const some = checks.slice(0, count);
      const reply = await client.deliver(some.map(({ token }) => `${token}@do.${DOMAIN}`));
      const named = some.slice(0, 10).map(({ token }) => `${PUBLIC_URL}/check/${token}`);
      expect(reply).toContain(`Recorded, see ${named.join(' ')} (session `);
      expect(reply.length).toBeLessThanOrEqual(510);
    }
    await client.quit();
  });
});

describe('a client that thinks', () => {
  /** How long a silent client is borne, twice. */
  async function twoIdleTimes(): Promise<void> {
    for (let count = 0; count < 2; count += 1) {
      const silent = await SmtpClient.greeted(fixture.port);
      expect(await silent.reply()).toMatch(/^421 4\.4\.2 /);
      await silent.closed;
    }
  }

  it('has five minutes inside a transaction (RFC 5321 §4.5.3.2.7), and no longer before and after it', async () => {
    const check = await fixture.createCheck();
    const client = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`);
    await client.command('EHLO client.test');
    await client.command('MAIL FROM:<sender@client.test>');
    await twoIdleTimes();
    expect(await client.command(`RCPT TO:<test@${check.token}.do.${DOMAIN}>`)).toMatch(/^250 /);
    await twoIdleTimes();
    expect(await client.command('DATA')).toMatch(/^354 /);
    expect(await client.command('Subject: late\r\n\r\nlate\r\n.')).toMatch(/^250 /);
    expect(await client.reply()).toMatch(/^421 4\.4\.2 /);
    await client.closed;
  });

  it('has no longer when its transaction was reset, or for a handshake', async () => {
    const closed: string[] = [];
    const begin = async (what: string) => {
      const client = await SmtpClient.greeted(fixture.port);
      await client.command('EHLO client.test');
      await client.command('MAIL FROM:<sender@client.test>');
      expect(await client.command(what)).toMatch(/^2[25]0 /);
      void client.closed.then(() => closed.push(what));
    };
    await begin('RSET');
    await begin('STARTTLS');
    await twoIdleTimes();
    expect(closed.sort()).toEqual(['RSET', 'STARTTLS']);
  });
});
