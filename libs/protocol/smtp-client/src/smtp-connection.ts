import type { Socket } from 'node:net';

import { harmless, detail, type Phrase } from '#text';

import { startTimeout } from './deadline.js';

export type SmtpAnswer = { readonly kind: 'reply'; readonly reply: SmtpReply } | BrokenReply;

/** No reply came, or none that can be read; `why` completes “the server …”. */
export interface BrokenReply {
  readonly kind: 'broken';
  readonly why: Phrase;
  readonly isTimeout: boolean;
}

/** How long a reply took, in milliseconds, and to which command; null: the greeting. */
export interface SlowestReply {
  readonly to: string | null;
  readonly ms: number;
}

/** The most that is kept of what a server sends without being asked. */
const MOST_UNREAD = 65_536;

/**
 * The client's end of an SMTP connection, in clear or within TLS. It listens to the socket from its making until
 * `release`, and never rejects.
 */
export class SmtpConnection {
  private readonly reader = new ReplyReader();
  private end: Phrase | null = null;
  private isTimeout = false;
  /** Of those that came. */
  slowest: SlowestReply = { to: null, ms: 0 };
  private wake: () => void = () => undefined;
  private readonly onData = (chunk: Buffer): void => {
    // The socket is destroyed: what its buffers still hold is not kept.
    if (this.end !== null) return;
    this.reader.add(chunk);
    if (this.reader.rest.length > MOST_UNREAD) this.finish(detail('sent-unasked', MOST_UNREAD));
    this.wake();
  };
  private readonly onEnd = (): void => this.finish(detail('closed'));
  private readonly onError = (error: Error): void => this.finish(detail('broke', error.message));
  private readonly onAbort = (): void => this.finish(detail('not-heard'));

  constructor(
    private readonly socket: Socket,
    private readonly signal: AbortSignal,
  ) {
    socket.on('data', this.onData);
    socket.on('end', this.onEnd);
    socket.on('close', this.onEnd);
    socket.on('error', this.onError);
    // A listener alone does not wake a socket that was paused.
    socket.resume();
    signal.addEventListener('abort', this.onAbort, { once: true });
    if (signal.aborted) this.onAbort();
  }

  /** The next reply; the whole of it must be there within the time. */
  async reply(timeoutMs: number, to: string | null = null): Promise<SmtpAnswer> {
    const began = performance.now();
    const timer = startTimeout(() => {
      this.isTimeout = this.end === null;
      this.finish(detail('answered-in-part', timeoutMs / 1000));
    }, timeoutMs);
    try {
      for (;;) {
        const read = this.reader.next();
        if (read.kind === 'reply') {
          this.note({ to, ms: performance.now() - began });
          return { kind: 'reply', reply: read.reply };
        }
        if (read.kind === 'malformed') this.finish(read.why);
        if (this.end !== null) return { kind: 'broken', why: this.end, isTimeout: this.isTimeout };
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      timer.stop();
    }
  }

  async command(line: string, timeoutMs: number): Promise<SmtpAnswer> {
    if (this.socket.writable) this.socket.write(`${line}\r\n`);
    return this.reply(timeoutMs, line.split(' ')[0]);
  }

  /** Says goodbye as RFC 5321 §4.1.1.10 asks, without waiting long for the answer, and closes. */
  async quit(timeoutMs: number): Promise<void> {
    if (this.end === null) await this.command('QUIT', timeoutMs);
    this.release();
    this.socket.destroy();
  }

  /** Leaves the socket to another, paused; gives what came and was not read. */
  release(): Buffer {
    this.socket.pause();
    this.socket.off('data', this.onData);
    this.socket.off('end', this.onEnd);
    this.socket.off('close', this.onEnd);
    this.signal.removeEventListener('abort', this.onAbort);
    // The listener for errors stays: what is unheard would end the process.
    return this.reader.rest;
  }

  private note(reply: SlowestReply): void {
    if (reply.ms > this.slowest.ms) this.slowest = reply;
  }

  private finish(why: Phrase): void {
    this.end ??= why;
    this.socket.destroy();
    this.wake();
  }
}

// Replies of an SMTP server (RFC 5321 §4.2), read from octets of somebody who is not to be trusted.

export interface SmtpReply {
  readonly code: number;
  /** The texts, without the code; what cannot be printed is replaced. */
  readonly lines: readonly string[];
}

export type ReadReply =
  | { readonly kind: 'reply'; readonly reply: SmtpReply }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'malformed'; readonly why: Phrase };

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
      if (end - start > LONGEST_LINE) return malformed(detail('line-too-long', LONGEST_LINE));
      if (this.octets + end > LONGEST_REPLY) return malformed(detail('reply-too-long', LONGEST_REPLY));
      if (this.lines.length >= MOST_LINES) return malformed(detail('reply-too-many-lines', MOST_LINES));
      if (newline < 0) {
        this.take(start);
        return { kind: 'incomplete' };
      }
      const line = this.unread.toString('utf8', start, end).replace(/\r$/, '');
      const match = /^([2-5]\d\d)(?:([ -])(.*))?$/su.exec(line);
      if (match === null) return malformed(detail('not-smtp', shown(line)));
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

function malformed(why: Phrase): ReadReply {
  return { kind: 'malformed', why };
}

function shown(text: string): string {
  return harmless(text, { maxLength: LONGEST_SHOWN });
}
