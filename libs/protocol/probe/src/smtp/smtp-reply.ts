/** Replies of an SMTP server (RFC 5321 §4.2), read from octets of somebody who is not to be trusted. */
import { harmless } from '#text';

export interface SmtpReply {
  readonly code: number;
  /** The texts, without the code; what cannot be printed is replaced. */
  readonly lines: readonly string[];
}

export type ReadReply =
  | { readonly kind: 'reply'; readonly reply: SmtpReply }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'malformed'; readonly detail: string };

const LONGEST_SHOWN = 500;
/** Four times what RFC 5321 §4.5.3.1.5 allows for a line, and far more lines than any server has extensions. */
const LONGEST_LINE = 2048;
const LONGEST_REPLY = 16_384;
const MOST_LINES = 128;

/** Puts replies together. Each line is read once, however small the pieces that it comes in. */
export class ReplyReader {
  /** Behind the lines that were read. */
  private unread = Buffer.alloc(0);
  private lines: string[] = [];
  /** Of the lines that were read. */
  private octets = 0;

  add(chunk: Buffer): void {
    this.unread = Buffer.concat([this.unread, chunk]);
  }

  /** What came and was not read as a reply. */
  get rest(): Buffer {
    return this.unread;
  }

  /** The next reply; what is malformed once stays so. */
  next(): ReadReply {
    for (let start = 0; ;) {
      const newline = this.unread.indexOf(0x0a, start);
      const end = newline < 0 ? this.unread.length : newline;
      if (end - start > LONGEST_LINE) return tooLong('a line', LONGEST_LINE);
      if (this.octets + end > LONGEST_REPLY) return tooLong('a reply', LONGEST_REPLY);
      if (this.lines.length >= MOST_LINES) return malformed(`sent a reply of more than ${MOST_LINES} lines`);
      if (newline < 0) {
        this.take(start);
        return { kind: 'incomplete' };
      }
      const line = this.unread.toString('utf8', start, end).replace(/\r$/, '');
      const match = /^([2-5]\d\d)(?:([ -])(.*))?$/su.exec(line);
      if (match === null) return malformed(`sent what is not SMTP: “${shown(line)}”`);
      this.lines.push(shown(match[3] ?? ''));
      start = end + 1;
      if (match[2] !== '-') {
        this.take(start);
        return { kind: 'reply', reply: { code: Number(match[1]), lines: this.takeLines() } };
      }
    }
  }

  private take(octets: number): void {
    this.unread = this.unread.subarray(octets);
    this.octets += octets;
  }

  private takeLines(): readonly string[] {
    const { lines } = this;
    this.lines = [];
    this.octets = 0;
    return lines;
  }
}

/** One line for a report: the code and the texts. */
export function replyText({ code, lines }: SmtpReply): string {
  return `${code} ${lines.join(' / ')}`.trim();
}

function tooLong(what: string, octets: number): ReadReply {
  return malformed(`sent ${what} of more than ${octets} octets`);
}

function malformed(detail: string): ReadReply {
  return { kind: 'malformed', detail };
}

function shown(text: string): string {
  return harmless(text, { maxLength: LONGEST_SHOWN });
}
