import { waitUntil } from '../patience.js';
import { SmtpClient } from '../../support/smtp-client.js';
import { reportMail } from '../../support/tls-report-mail.js';
import { type Attack, demand } from '../attack.js';
import { DOMAIN, SMTP_PORT, type World } from '../world.js';
import { LEVELS, nestedReport } from './tls-reports.js';

const PARTS_WITHIN = 2000;
const STARTS = 2;

/** A report by mail that is hard to read is set aside for the operator; it ends neither this API nor the next. */
export const reportMails: Attack = {
  number: 11,
  title: 'nested reports and deep MIME by mail',
  inFastPart: false,
  async run({ world: start }) {
    const world = await start();
    const messages = [
      await reportMail({ attachment: nestedReport(LEVELS), signer: null }),
      deepMime(),
      manyHeaders(),
    ];
    for (const message of messages) await send(message);
    await setAside(world, messages.length);
    for (let round = 0; round < STARTS; round += 1) {
      await world.kill('api');
      await world.startApp('api');
      await world.demandHealthy();
      await setAside(world, messages.length);
    }
    return {
      messages: messages.length,
      starts: STARTS + 1,
      crashes: 0,
      'MiB at most': world.demandAlive('api'),
    };
  },
};

/** Taken up, and left to the operator or dealt with: none is due as a report. */
async function setAside(world: World, count: number): Promise<void> {
  await waitUntil('the messages to be set aside', async () => {
    world.demandAlive('api');
    const kept = await world.store.operatorMail.list();
    const waiting = kept.filter(({ purpose, dueAt }) => purpose === 'tls-report' && dueAt !== null);
    return waiting.length === 0 ? true : undefined;
  });
  const kept = await world.store.operatorMail.list();
  demand(kept.length <= count, 'messages were doubled');
  demand(kept.length > 0, 'nothing was kept for the operator');
}

async function send(message: Buffer): Promise<void> {
  const client = await SmtpClient.secured(SMTP_PORT, DOMAIN);
  await client.command('EHLO client.test');
  const reply = await client.deliver(`tls-reports@${DOMAIN}`, message.toString('latin1'));
  demand(/^[245]/.test(reply) && !reply.startsWith('451'), `a report by mail was answered ${reply}`);
  await client.quit();
}

function deepMime(): Buffer {
  const open = Array.from(
    { length: PARTS_WITHIN },
    (_, level) => `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`,
  );
  return Buffer.from(`Subject: deep\r\nMIME-Version: 1.0\r\n${open.join('')}\r\nend\r\n`);
}

function manyHeaders(): Buffer {
  const headers = Array.from({ length: 20_000 }, (_, index) => `X-${index}: ${'y'.repeat(20)}`);
  return Buffer.from(`Subject: headers\r\n${headers.join('\r\n')}\r\n\r\nend\r\n`);
}
