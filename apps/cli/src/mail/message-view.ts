/** A message to the operator as it is listed and shown. */
import { type ParsedMail, simpleParser } from 'mailparser';

import type { OperatorMessage, OperatorMessageSummary } from '#store';
import { beyondMimeBounds } from '#tlsrpt';

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

/** Nobody reads more of it in a terminal. */
const MAX_HTML_LENGTH = 262_144;
/** Real headers are shorter. */
const MAX_HEADER_BYTES = 65_536;

type ShownFields = Pick<ParsedMail, 'from' | 'subject'>;

export async function messageLine({ head, size, ...message }: OperatorMessageSummary): Promise<MessageLine> {
  return { ...common(message, await headerOf(head)), size };
}

/** The message is parsed within the same bounds as by the API: a mail that ends a process must not end this one too. */
export async function messageView(message: OperatorMessage): Promise<MessageView> {
  const { clientAddress, clientName, tlsVersion, mailFrom } = message;
  const envelope = { clientAddress, clientName, tlsVersion, mailFrom };
  const excess = beyondMimeBounds(message.content);
  if (excess !== null) {
    const text = `It ${excess}, so it was not parsed. \`havedane inbox show --raw ${message.id}\` prints it.`;
    return { ...common(message, await headerOf(message.content)), ...envelope, text, attachments: [] };
  }
  const mail = await simpleParser(Buffer.from(message.content), {
    skipImageLinks: true,
    skipTextToHtml: true,
    maxHtmlLengthToParse: MAX_HTML_LENGTH,
  });
  return {
    ...common(message, mail),
    ...envelope,
    text: mail.text ?? '',
    attachments: mail.attachments.map(({ filename, contentType, size }) => ({
      ...{ name: filename ?? '', type: contentType, size },
    })),
  };
}

/** Of the header alone, where it is within the bounds. */
async function headerOf(content: Uint8Array): Promise<ShownFields> {
  const start = Buffer.from(content.subarray(0, MAX_HEADER_BYTES));
  const end = start.indexOf('\r\n\r\n');
  const header = end < 0 ? start : start.subarray(0, end + 4);
  return beyondMimeBounds(header) === null ? simpleParser(header) : {};
}

function common(
  message: Omit<OperatorMessage, 'content'>,
  { from, subject }: ShownFields,
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
