import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DOMAIN, startReceiver, type ReceiverFixture } from '../support/receiver-fixture.js';
import { spawnReceiver } from '../support/receiver-process.js';
import { sampleMessage } from '../support/sample-operator-mail.js';
import { SmtpClient } from '../support/smtp-client.js';
import { openTempStore } from '../support/temp-store.js';

const MESSAGE = 'From: a@client.test\r\nSubject: Your page\r\n\r\nis down\r\n..and out\r\n';

let fixture: ReceiverFixture;
beforeAll(async () => {
  fixture = await startReceiver({
    env: {
      MAX_OPERATOR_MESSAGES: '50',
      MAX_OPERATOR_MAIL_BYTES: '1048576',
      SMTP_MAX_MESSAGE_BYTES: '100000',
    },
  });
});
afterAll(() => fixture.close());

const mail = () => fixture.store.operatorMail;
const greeted = async (localAddress?: string) => {
  const client = await SmtpClient.greeted(fixture.port, '127.0.0.1', localAddress);
  await client.command('EHLO client.test');
  return client;
};

/** Empties the mailbox afterwards: the tests share the receiver. */
async function kept() {
  const summaries = await mail().list();
  const messages = await Promise.all(summaries.map(({ id }) => mail().find(id)));
  await mail().delete(summaries.map(({ id }) => id));
  return messages.flatMap((message) => message ?? []);
}

describe('a message to the operator', () => {
  it.each([
    'postmaster',
    `PostMaster@${DOMAIN}`,
    `abuse@${DOMAIN}`,
    `HOSTMASTER@do.${DOMAIN}`,
    `tls-reports@dont.${DOMAIN}`,
    `postmaster@wrong.${DOMAIN}`,
    `abuse@0123456789ab.do.${DOMAIN}`,
  ])('for <%s> is kept with its envelope before it is answered with 250', async (recipient) => {
    const client = await greeted();
    const reply = await client.deliver(recipient, MESSAGE);
    const messages = await kept();
    expect(reply).toMatch(/^250 2\.0\.0 /);
    expect(messages).toMatchObject([
      {
        ...{ clientAddress: '127.0.0.1', clientName: 'client.test', tlsVersion: null },
        ...{ mailFrom: 'sender@client.test', recipients: [recipient], attempts: 0, readAt: null },
        purpose: recipient.startsWith('tls-reports') ? 'tls-report' : 'mail',
      },
    ]);
    expect(Buffer.from(messages[0]!.content).toString()).toBe(MESSAGE.replace('..and', '.and'));
    await client.quit();
  });

  it('is taken over TLS, and from the null sender', async () => {
    const client = await SmtpClient.secured(fixture.port, `do.${DOMAIN}`);
    await client.command('EHLO client.test');
    await client.command('MAIL FROM:<>');
    await client.command(`RCPT TO:<postmaster@do.${DOMAIN}>`);
    await client.command('DATA');
    expect(await client.command(`${MESSAGE}.`)).toMatch(/^250 /);
    expect(await kept()).toMatchObject([{ mailFrom: '', tlsVersion: 'TLSv1.3' }]);
    await client.quit();
  });

  it('is kept once when it has several recipients, and only for those of the operator', async () => {
    const check = await fixture.createCheck();
    const client = await greeted();
    const recipients = [`test@${check.token}.do.${DOMAIN}`, `abuse@${DOMAIN}`, `postmaster@${DOMAIN}`];
    expect(await client.deliver(recipients, MESSAGE)).toMatch(/^250 /);
    expect(await kept()).toMatchObject([{ recipients: recipients.slice(1) }]);
    expect((await fixture.observations(check)).map(({ kind }) => kind)).toEqual(['delivered']);
    await client.quit();
  });

  it('is not kept when it is larger than the receiver takes', async () => {
    const client = await greeted();
    const large = `${MESSAGE}${'x'.repeat(70)}\r\n`.padEnd(100_001, `${'y'.repeat(70)}\r\n`);
    expect(await client.deliver(`postmaster@${DOMAIN}`, `${large}\r\n`)).toMatch(/^552 /);
    expect(await kept()).toEqual([]);
    await client.quit();
  });

  it('is nothing that a client who goes away in the middle leaves behind', async () => {
    const client = await greeted();
    await client.command('MAIL FROM:<a@client.test>');
    await client.command(`RCPT TO:<postmaster@${DOMAIN}>`);
    await client.command('DATA');
    client.write(MESSAGE);
    client.socket.destroy();
    await expect.poll(() => fixture.receiver.openConnections).toBe(0);
    expect(await kept()).toEqual([]);
  });

  it('for a mailbox that nobody has is refused as ever', async () => {
    const client = await greeted();
    expect(await client.deliver(`webmaster@${DOMAIN}`)).toMatch(/^550 5\.1\.1 /);
    await client.command('RSET');
    expect(await client.deliver('postmaster@elsewhere.example')).toMatch(/^550 5\.7\.1 /);
    await client.quit();
  });
});

describe('a client that floods the mailbox', () => {
  it('is put off with 452, while others are not, nor is its mail to a check', async () => {
    const flooding = await greeted();
    const replies: string[] = [];
    for (let n = 0; n < 6; n += 1) replies.push(await flooding.deliver(`postmaster@${DOMAIN}`, MESSAGE));
    expect(replies.map((reply) => reply.slice(0, 9))).toEqual([
      ...Array<string>(5).fill('250 2.0.0'),
      '452 4.2.2',
    ]);

    const check = await fixture.createCheck();
    await flooding.command('RSET');
    expect(await flooding.deliver(`test@${check.token}.do.${DOMAIN}`)).toMatch(/^250 /);
    await flooding.quit();

    const other = await greeted('127.0.0.9');
    expect(await other.deliver(`postmaster@${DOMAIN}`, MESSAGE)).toMatch(/^250 /);
    await other.quit();
    expect((await kept()).map(({ clientAddress }) => clientAddress)).toEqual([
      ...Array<string>(5).fill('127.0.0.1'),
      '127.0.0.9',
    ]);
  });
});

describe('a full mailbox', () => {
  it('puts the operator off at RCPT, so that the check in the same message gets it', async () => {
    const limits = { maxMessages: 50, maxBytes: 1_048_576 };
    for (let n = 0; n < 50; n += 1)
      await mail().keep(sampleMessage({ clientAddress: `10.0.${n}.1` }), limits);
    const check = await fixture.createCheck();
    const client = await greeted();
    await client.command('MAIL FROM:<a@client.test>');
    expect(await client.command(`RCPT TO:<postmaster@${DOMAIN}>`)).toMatch(/^452 4\.3\.1 /);
    expect(await client.command(`RCPT TO:<test@${check.token}.do.${DOMAIN}>`)).toMatch(/^250 /);
    await client.command('DATA');
    expect(await client.command(`${MESSAGE}.`)).toMatch(/^250 /);
    expect((await fixture.observations(check)).map(({ kind }) => kind)).toEqual(['delivered']);
    expect(await kept()).toHaveLength(50);
    expect(fixture.logs).toContainEqual(
      expect.objectContaining({ msg: 'the mailbox of the operator is full: read or delete some' }),
    );
    await client.quit();
  });

  it('records no delivery to a check when it fills up before the final dot', async () => {
    const limits = { maxMessages: 50, maxBytes: 1_048_576 };
    const check = await fixture.createCheck();
    const client = await greeted();
    await client.command('MAIL FROM:<a@client.test>');
    await client.command(`RCPT TO:<postmaster@${DOMAIN}>`);
    await client.command(`RCPT TO:<test@${check.token}.do.${DOMAIN}>`);
    await client.command('DATA');
    for (let n = 0; n < 50; n += 1)
      await mail().keep(sampleMessage({ clientAddress: `10.0.${n}.1` }), limits);
    expect(await client.command(`${MESSAGE}.`)).toMatch(/^452 4\.3\.1 /);
    expect((await fixture.observations(check)).map(({ kind }) => kind)).not.toContain('delivered');
    expect(await kept()).toHaveLength(50);
    await client.quit();
  });
});

describe('the process of the receiver', () => {
  it('has lost nothing that it answered with 250 when it is killed', async () => {
    const temp = await openTempStore();
    const receiver = await spawnReceiver({
      ...{ DOMAIN, CERTS_DIR: fixture.certsDir, LOG_LEVEL: 'info' },
      DATABASE_URL: `sqlite:${temp.database.path}`,
    });
    const client = await SmtpClient.greeted(receiver.port);
    await client.command('EHLO client.test');
    expect(await client.deliver(`postmaster@${DOMAIN}`, MESSAGE)).toMatch(/^250 /);
    receiver.child.kill('SIGKILL');
    await receiver.exit;
    expect(await temp.store.operatorMail.list()).toMatchObject([{ clientName: 'client.test' }]);
    await temp.close();
  });
});
