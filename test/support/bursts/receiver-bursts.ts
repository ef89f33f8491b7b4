/** The limits of the receiver. */
import type { Observation } from '#checks';

import { contentBudget, KeptContent } from '../../../apps/smtp/src/operator/kept-content.js';
import { DOMAIN, type ReceiverFixture, startReceiver } from '../receiver-fixture.js';
import { SmtpClient } from '../smtp-client.js';
import { type Burst, type BurstResult, BURST, simultaneously, strangerAddress, until } from './burst.js';

/** The burst against a receiver of its own. */
function onReceiver(
  env: Readonly<Record<string, string>>,
  fire: (fixture: ReceiverFixture) => Promise<BurstResult>,
): () => Promise<BurstResult> {
  return async () => {
    const fixture = await startReceiver({ env: { LOG_LEVEL: 'silent', ...env } });
    try {
      return await fire(fixture);
    } finally {
      await fixture.close();
    }
  };
}

/** Connects from all of the addresses; the connections stay open until they are counted. */
function connections(from: (index: number) => string): (fixture: ReceiverFixture) => Promise<BurstResult> {
  return async ({ port, receiver }) => {
    const clients = await simultaneously((index) => SmtpClient.open(port, '127.0.0.1', from(index)));
    const greetings = await Promise.all(clients.map((client) => client.reply()));
    const result = {
      taken: greetings.filter((greeting) => greeting?.startsWith('220 ')).length,
      held: receiver.openConnections,
    };
    for (const { socket } of clients) socket.destroy();
    return result;
  };
}

/** Sends all of the lines in one piece; answers how many got a reply that begins like this. */
async function pipelined(client: SmtpClient, lines: readonly string[], reply: string): Promise<number> {
  client.write(lines.map((line) => `${line}\r\n`).join(''));
  const replies = await Promise.all(lines.map(() => client.reply()));
  return replies.filter((one) => one?.startsWith(reply)).length;
}

/** Messages of 1,000 bytes where there is room for 12, in all. */
async function mailToOperator(from: (index: number) => string): Promise<BurstResult> {
  const budget = contentBudget(12_000);
  const messages = await simultaneously((index) => new KeptContent(budget, from(index), 1_000));
  // Each message in two pieces, the first of all before the second of any.
  for (let piece = 0; piece < 2; piece += 1) for (const message of messages) message.add(Buffer.alloc(500));
  const whole = messages.filter(({ content }) => content !== null);
  const held = budget.size / 1_000;
  for (const message of messages) message.release();
  return { taken: whole.length, held: budget.size === 0 ? held : NaN };
}

const CONNECTIONS = 'apps/smtp/src/limits/connection-limit.ts';
const MAIL = 'apps/smtp/src/operator/kept-content.ts';

export const RECEIVER_BURSTS: readonly Burst[] = [
  {
    limit: 'SMTP connections in all (SMTP_MAX_CONNECTIONS)',
    where: CONNECTIONS,
    taken: 7,
    held: 7,
    fire: onReceiver(
      { SMTP_MAX_CONNECTIONS: '7' },
      connections((index) => `127.${1 + (index >> 8)}.${index & 255}.1`),
    ),
  },
  {
    limit: 'SMTP connections of one client (SMTP_MAX_CONNECTIONS_PER_CLIENT)',
    where: CONNECTIONS,
    taken: 7,
    held: 7,
    fire: onReceiver(
      { SMTP_MAX_CONNECTIONS_PER_CLIENT: '7' },
      connections(() => '127.0.0.1'),
    ),
  },
  {
    limit: 'SMTP connections of one network',
    where: CONNECTIONS,
    taken: 28,
    held: 28,
    fire: onReceiver(
      { SMTP_MAX_CONNECTIONS: '40', SMTP_MAX_CONNECTIONS_PER_CLIENT: '7' },
      connections((index) => `127.0.0.${1 + (index % 250)}`),
    ),
  },
  {
    limit: 'recipients of one message (SMTP_MAX_RECIPIENTS)',
    where: 'apps/smtp/src/receiver/server-options.ts',
    taken: 7,
    held: 7,
    fire: onReceiver({ SMTP_MAX_RECIPIENTS: '7' }, async (fixture) => {
      const checks = await simultaneously(() => fixture.createCheck());
      const client = await SmtpClient.greeted(fixture.port);
      await client.command('EHLO client.test');
      await client.command('MAIL FROM:<sender@client.test>');
      const lines = checks.map(({ token }) => `RCPT TO:<test@${token}.do.${DOMAIN}>`);
      const taken = await pipelined(client, lines, '250');
      await client.command('DATA');
      await client.command('Subject: test\r\n\r\ntest\r\n.');
      await client.quit();
      const delivered = await Promise.all(checks.map((check) => fixture.observations(check)));
      const isDelivered = ({ kind }: Observation): boolean => kind === 'delivered';
      return { taken, held: delivered.filter((observations) => observations.some(isDelivered)).length };
    }),
  },
  {
    limit: 'commands of one session (SMTP_MAX_COMMANDS)',
    where: 'apps/smtp/src/receiver/receiver-connection.ts',
    taken: 20,
    held: 0,
    fire: onReceiver({ SMTP_MAX_COMMANDS: '20' }, async ({ port, receiver }) => {
      const client = await SmtpClient.greeted(port);
      const taken = await pipelined(client, Array<string>(BURST).fill('NOOP'), '250');
      await until(() => receiver.openConnections === 0);
      return { taken, held: receiver.openConnections };
    }),
  },
  {
    limit: 'octets of mail to the operator that arrive simultaneously',
    where: MAIL,
    taken: 12,
    held: 12,
    fire: () => mailToOperator(strangerAddress),
  },
  {
    limit: 'octets of mail to the operator that one client sends simultaneously',
    where: MAIL,
    taken: 4,
    held: 4,
    fire: () => mailToOperator(() => '192.0.2.1'),
  },
  {
    limit: 'octets of mail to the operator that one network sends simultaneously',
    where: MAIL,
    taken: 6,
    held: 6,
    fire: () => mailToOperator((index) => `192.0.2.${index % 250}`),
  },
];
