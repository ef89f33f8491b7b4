/** Mail that goes on while something is done to the receiver; each message has a Message-ID of its own. */
import type { Check } from '#checks';

import { SmtpClient } from '../support/smtp-client.js';
import { demand, inParallel } from './attack.js';
import { DOMAIN, SMTP_PORT, type World } from './world.js';

/** After this the server has no answer. */
const PATIENCE_MS = 30_000;

export type Reply = '250' | '451' | 'other' | 'lost';

export interface Delivery {
  readonly messageId: string;
  readonly reply: Reply;
  readonly text: string;
}

export function addressOf({ token }: Check): string {
  return `test@${token}.do.${DOMAIN}`;
}

/** One session with STARTTLS and one message; never rejects. */
export async function deliver(check: Check, messageId: string, port = SMTP_PORT): Promise<Delivery> {
  let client: SmtpClient | undefined;
  let timer: NodeJS.Timeout | undefined;
  const session = async (): Promise<string> => {
    client = await SmtpClient.greeted(port);
    await client.command('EHLO client.test');
    await client.startTls(`${check.token}.do.${DOMAIN}`);
    await client.command('EHLO client.test');
    const message = `Subject: attack\r\nMessage-ID: ${messageId}\r\n\r\ntext\r\n`;
    const reply = await client.deliver(addressOf(check), message);
    client.write('QUIT\r\n');
    return reply;
  };
  const patience = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, 'closed: no answer in time');
  });
  const text = await Promise.race([
    session().catch((error: unknown) => `closed: ${String(error)}`),
    patience,
  ]);
  clearTimeout(timer);
  client?.socket.end();
  setTimeout(() => client?.socket.destroy(), 1000).unref();
  return { messageId, reply: classify(text), text };
}

function classify(text: string): Reply {
  if (text.startsWith('250')) return '250';
  if (text.startsWith('451')) return '451';
  return text.startsWith('closed') ? 'lost' : 'other';
}

/** Delivers to the checks by so many senders, at each port in turn, until it is stopped. */
export class MailLoad {
  readonly deliveries: Delivery[] = [];
  private stopped = false;
  private readonly done: Promise<void>;

  constructor(checks: readonly Check[], senders: number, ports: () => readonly number[] = () => [SMTP_PORT]) {
    let number = 0;
    this.done = inParallel(senders, async () => {
      while (!this.stopped) {
        number += 1;
        const check = checks[number % checks.length];
        if (check === undefined) return;
        const at = ports();
        const delivery = await deliver(check, `<${number}@client.test>`, at[number % at.length]);
        this.deliveries.push(delivery);
        // A server that is down refuses within microseconds.
        if (delivery.reply === 'lost') await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
  }

  count(reply: Reply): number {
    return this.deliveries.filter((one) => one.reply === reply).length;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.done;
  }
}

/** That each message answered 250 is stored, and none twice. Answers how many were answered so. */
export async function demandKept(
  world: Pick<World, 'storedMessages'>,
  checks: readonly Check[],
  deliveries: readonly Delivery[],
): Promise<number> {
  const stored = await world.storedMessages(checks);
  const ids = new Set(stored);
  const accepted = deliveries.filter(({ reply }) => reply === '250');
  const missing = accepted.filter(({ messageId }) => !ids.has(messageId)).length;
  demand(missing === 0, `${missing} of ${accepted.length} answered 250 are not stored`);
  demand(ids.size === stored.length, `${stored.length - ids.size} are stored twice`);
  return accepted.length;
}
