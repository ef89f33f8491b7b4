/**
 * A message to the operator, wrapped for forwarding: a new message from this server that has the original attached as it
 * came. Passed on under its own From it would fail SPF and with it often DMARC; wrapped, it is judged by this server alone.
 */
import type { OperatorMessage } from '#store';
import { harmless, isHarmless } from '#text';

import type { MailHeader } from '../parsing/parser.js';
import { FORWARDED_FIELD } from './forwarding-loop.js';

export interface ForwardingNames {
  readonly domain: string;
  readonly to: string;
  /** Undefined: postmaster@DOMAIN, with the null sender in the envelope. */
  readonly from: string | undefined;
}

/** No line has more characters (RFC 5322 §2.1.1). */
const MAX_LINE = 998;

const [LF, CR] = [0x0a, 0x0d];

/** What nodemailer takes. */
export function forwardedMessage(
  message: OperatorMessage,
  { subject, author }: MailHeader,
  { domain, to, from }: ForwardingNames,
) {
  const [recipient = ''] = message.recipients;
  return {
    // Nobody gets a bounce of it, neither the author nor we.
    envelope: { from: from ?? '', to },
    from: { name: `HaveDane ${domain}`, address: from ?? `postmaster@${domain}` },
    to,
    ...(author === null || !isHarmless(author) ? {} : { replyTo: author }),
    subject: harmless(`[${domain}] ${recipient}: ${subject ?? '(no subject)'}`, { as: 'blank' }),
    // The same with every attempt: a relay that took it, but could not say so, passes on one message twice.
    messageId: `<operator.${message.id}.${message.receivedAt}@${domain}>`,
    headers: { [FORWARDED_FIELD]: domain, 'Auto-Submitted': 'auto-generated' },
    text: harmless(explanation(message, domain), { as: 'escaped', keep: '\n' }),
    attachments: [attachment(message.content)],
  };
}

/** As a message of its own where the way can carry it so, which is 8 bits and lines of bounded length (RFC 2046 §5.2.1). */
function attachment(content: Uint8Array) {
  const bytes = Buffer.from(content);
  const isPlain = !bytes.includes(0) && !hasLongLine(bytes);
  return {
    filename: 'message.eml',
    contentType: isPlain ? 'message/rfc822' : 'application/octet-stream',
    content: bytes,
  };
}

/** One look at each octet: an expression would look at those of a long line again and again. */
function hasLongLine(bytes: Buffer): boolean {
  let length = 0;
  return bytes.some((octet) => {
    length = octet === LF || octet === CR ? 0 : length + 1;
    return length > MAX_LINE;
  });
}

function explanation(message: OperatorMessage, domain: string): string {
  const { clientAddress, clientName, tlsVersion, mailFrom, recipients, problem } = message;
  return [
    `HaveDane at ${domain} received the attached message for its operator.`,
    '',
    `  for       ${recipients.join(', ')}`,
    `  from      ${mailFrom === '' ? 'the null sender' : mailFrom} (envelope)`,
    `  client    ${clientAddress}, which called itself ${clientName ?? 'nothing'}`,
    `  over      ${tlsVersion ?? 'clear text'}`,
    `  at        ${new Date(message.receivedAt).toISOString()}`,
    ...(problem === null ? [] : [`  problem   ${problem}`]),
    '',
  ].join('\n');
}
