import type { Check } from '#checks';

import { SmtpClient } from '../../support/smtp-client.js';
import { type Attack, demand } from '../attack.js';
import { addressOf, deliver } from '../mail-load.js';
import { DOMAIN, SMTP_PORT, type World } from '../world.js';

/** What some servers take for the end of a message, and RFC 5321 §4.1.1.4 does not. */
const ENDS: readonly string[] = [
  '\n.\n',
  '\n.\r\n',
  '\r\n.\n',
  '\r.\r',
  '\r.\r\n',
  '\r\n.\r',
  '\n.\r',
  '\r.\n',
  '\r\r\n.\r\r\n',
  '\r\n\0.\r\n',
  '\r\n.\0\r\n',
  '\r\n.\t\r\n',
  '\r\n. \r\n',
  '\r\n..\r\n',
];
const TRUE_END = '\r\n.\r\n';

/** One client's message must not become two, nor its words in the clear commands inside TLS (CVE-2011-0411). */
export const smuggling: Attack = {
  number: 6,
  title: 'smuggling',
  inFastPart: true,
  async run({ world: start }) {
    const world = await start({ apps: ['smtp'] });
    // That the method shows a second message at all.
    demand((await smuggledBy(world, TRUE_END)) === 1, 'two messages in one write were not both delivered');
    let smuggled = 0;
    for (const end of ENDS) {
      const count = await smuggledBy(world, end);
      demand(count === 0, `${JSON.stringify(end)} ended a message`);
      smuggled += count;
    }
    await behindStartTls(world, '\r\n');
    await behindStartTls(world, '\n');
    return { forms: ENDS.length + 2, smuggled };
  },
};

function second(check: Check): string {
  return `MAIL FROM:<smuggled@client.test>\r\nRCPT TO:<${addressOf(check)}>\r\nDATA\r\nMessage-ID: <second@client.test>\r\n\r\nsecond\r\n.\r\n`;
}

/** How many messages the second check got. */
async function smuggledBy(world: World, end: string): Promise<number> {
  const [first, other] = [await world.createCheck(), await world.createCheck()];
  const client = await SmtpClient.secured(SMTP_PORT, `${first.token}.do.${DOMAIN}`);
  await client.command('EHLO client.test');
  await client.command('MAIL FROM:<a@client.test>');
  await client.command(`RCPT TO:<${addressOf(first)}>`);
  await client.command('DATA');
  client.write(`Message-ID: <first@client.test>\r\n\r\nfirst${end}${second(other)}QUIT\r\n`);
  await client.closed;
  world.demandAlive('smtp');
  return (await world.storedMessages([other])).length;
}

async function behindStartTls(world: World, lineEnd: string): Promise<void> {
  const check = await world.createCheck();
  const client = await SmtpClient.greeted(SMTP_PORT);
  await client.command('EHLO client.test');
  client.write(`STARTTLS${lineEnd}EHLO injected.test\r\n${second(check)}`);
  await client.reply();
  await client.handshake(`${check.token}.do.${DOMAIN}`).then(
    async () => {
      await client.command('NOOP');
      await client.quit();
    },
    // The words in the clear are no handshake: the server may end the session.
    () => client.socket.destroy(),
  );
  demand((await world.storedMessages([check])).length === 0, 'a command in the clear was obeyed inside TLS');
  demand((await deliver(check, '<after@client.test>')).reply === '250', 'no delivery afterwards');
}
