/** A message to the operator as it is listed and shown. */
import { type ParsedMail, simpleParser } from 'mailparser';

import type { OperatorMessage, OperatorMessageSummary } from '#store';

export interface MessageLine {
  readonly id: number;
  readonly receivedAt: string;
  readonly recipients: readonly string[];
  readonly from: string | null;
  readonly subject: string | null;
  readonly size: number;
  readonly read: boolean;
  readonly attempts: number;
  /** Why it is still here, when there was trouble. */
  readonly problem: string | null;
}

export interface MessageView extends Omit<MessageLine, 'size'> {
  readonly clientAddress: string;
  readonly clientName: string | null;
  readonly tlsVersion: string | null;
  /** The envelope; '' is the null sender. */
  readonly mailFrom: string;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly size: number }[];
}

export async function messageLine({ head, size, ...message }: OperatorMessageSummary): Promise<MessageLine> {
  const bytes = Buffer.from(head);
  const end = bytes.indexOf('\r\n\r\n');
  return { ...common(message, await simpleParser(end < 0 ? bytes : bytes.subarray(0, end + 4))), size };
}

export async function messageView(message: OperatorMessage): Promise<MessageView> {
  const mail = await simpleParser(Buffer.from(message.content), {
    skipImageLinks: true,
    skipTextToHtml: true,
  });
  const { clientAddress, clientName, tlsVersion, mailFrom } = message;
  return {
    ...common(message, mail),
    ...{ clientAddress, clientName, tlsVersion, mailFrom },
    text: mail.text ?? '',
    attachments: mail.attachments.map(({ filename, contentType, size }) => ({
      ...{ name: filename ?? '', type: contentType, size },
    })),
  };
}

function common(
  message: Omit<OperatorMessage, 'content'>,
  { from, subject }: Pick<ParsedMail, 'from' | 'subject'>,
): Omit<MessageLine, 'size'> {
  const { id, receivedAt, recipients, readAt, attempts, problem } = message;
  return {
    id,
    receivedAt: new Date(receivedAt).toISOString(),
    recipients,
    from: from?.text ?? null,
    subject: subject ?? null,
    read: readAt !== null,
    attempts,
    problem,
  };
}
