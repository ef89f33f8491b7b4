import type { Socket } from 'node:net';

import { ReplyReader, type SmtpReply } from './smtp-reply.js';

export type SmtpAnswer =
  | { readonly kind: 'reply'; readonly reply: SmtpReply }
  /** No reply came, or none that can be read; `detail` completes “the server …”. */
  | { readonly kind: 'broken'; readonly detail: string };

/** The most that is kept of what a server sends without being asked. */
const MOST_UNREAD = 65_536;

/**
 * The client's end of an SMTP connection, in clear or within TLS. It listens to the socket from its making until
 * `release`, and never rejects.
 */
export class SmtpConnection {
  private readonly reader = new ReplyReader();
  private end: string | null = null;
  private wake: () => void = () => undefined;
  private readonly onData = (chunk: Buffer): void => {
    // The socket is destroyed: what its buffers still hold is not kept.
    if (this.end !== null) return;
    this.reader.add(chunk);
    if (this.reader.rest.length > MOST_UNREAD) this.finish(`sent more than ${MOST_UNREAD} octets unasked`);
    this.wake();
  };
  private readonly onEnd = (): void => this.finish('closed the connection');
  private readonly onError = (error: Error): void => this.finish(`broke the connection (${error.message})`);
  private readonly onAbort = (): void => this.finish('was not heard to the end');

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
  async reply(timeoutMs: number): Promise<SmtpAnswer> {
    const timer = setTimeout(
      () => this.finish(`did not answer completely within ${timeoutMs / 1000} s`),
      timeoutMs,
    );
    try {
      for (;;) {
        const read = this.reader.next();
        if (read.kind === 'reply') return { kind: 'reply', reply: read.reply };
        if (read.kind === 'malformed') this.finish(read.detail);
        if (this.end !== null) return { kind: 'broken', detail: this.end };
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async command(line: string, timeoutMs: number): Promise<SmtpAnswer> {
    if (this.socket.writable) this.socket.write(`${line}\r\n`);
    return this.reply(timeoutMs);
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

  private finish(detail: string): void {
    this.end ??= detail;
    this.socket.destroy();
    this.wake();
  }
}
