/** A mail server in the table of docs/senders.md: one message goes in, and the product sees what comes out. */
import type { Message } from '../sender.js';

export interface MatrixSender {
  /** The head of its column. */
  readonly title: string;
  /** How it is set up, in the words of its own configuration. */
  readonly settings: string;
  /** The path of a program that is not installed; undefined when all are. */
  missing(): string | undefined;
  /** Its name with the version, such as `Postfix 3.7.11`. */
  version(): Promise<string>;
  start(): Promise<unknown>;
  /** Hands over one message; may resolve before it was delivered. */
  send(message: Message): Promise<unknown>;
  /** Tries what is queued again, now. */
  retry(): Promise<unknown>;
  stop(): Promise<unknown>;
}

/** The names and contents of a message that is made elsewhere; it does not list the other recipients. */
export function messageText({ from, subject }: Pick<Message, 'from' | 'subject'>): string {
  return [
    `From: <${from}>`,
    'To: undisclosed-recipients:;',
    `Subject: ${subject}`,
    `Message-ID: <${subject}@sender.test>`,
    '',
    'A message of the lab.',
    '',
  ].join('\n');
}
