/** Replies of an SMTP server (RFC 5321 §4.2), read from octets of somebody who is not to be trusted. */

export interface SmtpReply {
  readonly code: number;
  /** The texts, without the code; what cannot be printed is replaced. */
  readonly lines: readonly string[];
}

export type ReadReply =
  | { readonly kind: 'reply'; readonly reply: SmtpReply; readonly rest: Buffer }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'malformed'; readonly detail: string };

/** Four times what RFC 5321 §4.5.3.1.5 allows for a line, and far more lines than any server has extensions. */
const LONGEST_LINE = 2048;
const LONGEST_REPLY = 16_384;

/** Reads one whole reply from the beginning of what came so far. */
export function readReply(received: Buffer): ReadReply {
  const lines: string[] = [];
  for (let start = 0; ;) {
    const end = received.indexOf(0x0a, start);
    if ((end < 0 ? received.length : end) - start > LONGEST_LINE) return tooLong('a line', LONGEST_LINE);
    if ((end < 0 ? received.length : end) > LONGEST_REPLY) return tooLong('a reply', LONGEST_REPLY);
    if (end < 0) return { kind: 'incomplete' };

    const line = received.toString('utf8', start, end).replace(/\r$/, '');
    const match = /^([2-5]\d\d)(?:([ -])(.*))?$/su.exec(line);
    if (match === null) return { kind: 'malformed', detail: `sent what is not SMTP: “${printable(line)}”` };
    lines.push(printable(match[3] ?? ''));
    start = end + 1;
    if (match[2] !== '-') {
      return { kind: 'reply', reply: { code: Number(match[1]), lines }, rest: received.subarray(start) };
    }
  }
}

/** One line for a report: the code and the texts. */
export function replyText({ code, lines }: SmtpReply): string {
  return `${code} ${lines.join(' / ')}`.trim();
}

/** Without what could steer a terminal, or turn the direction of text around. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '\uFFFD').slice(0, 500);
}

function tooLong(what: string, octets: number): ReadReply {
  return { kind: 'malformed', detail: `sent ${what} of more than ${octets} octets` };
}
