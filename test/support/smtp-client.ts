/**
 * A raw SMTP client that does exactly what a test says, also what no client should. Commands are lines; replies
 * are whole replies, of several lines where the server sends them so.
 */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';

/** A message that was written just now: a delivery is a first attempt only if its message says so. */
export function newMessage(field: string): string {
  return `${field}\r\nDate: ${new Date().toUTCString()}\r\n\r\ntest\r\n`;
}

export class SmtpClient {
  private buffer = '';
  private readonly waiting: ((reply: string | null) => void)[] = [];
  private isOver = false;
  readonly closed: Promise<void>;
  /** What the connection ended with, if it was an error. */
  error: Error | null = null;

  private constructor(public socket: Socket) {
    this.closed = new Promise((resolve) => {
      socket.once('close', () => resolve());
    });
    this.listen(socket);
  }

  /** Connects without waiting for the greeting. */
  static async open(port: number, host = '127.0.0.1', localAddress?: string): Promise<SmtpClient> {
    const socket = connectTcp({
      port,
      host,
      noDelay: true,
      ...(localAddress === undefined ? {} : { localAddress }),
    });
    const client = new SmtpClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** Connects and reads the greeting. */
  static async greeted(port: number, host = '127.0.0.1', localAddress?: string): Promise<SmtpClient> {
    const client = await SmtpClient.open(port, host, localAddress);
    await client.reply();
    return client;
  }

  /** Connects, says EHLO and begins TLS. */
  static async secured(
    port: number,
    servername: string | undefined,
    options: ConnectionOptions = {},
  ): Promise<SmtpClient> {
    const client = await SmtpClient.greeted(port);
    await client.command('EHLO client.test');
    await client.startTls(servername, options);
    return client;
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** The next reply, or null when the connection is over. */
  reply(): Promise<string | null> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.pump();
    });
  }

  async command(line: string): Promise<string> {
    this.write(`${line}\r\n`);
    return (await this.reply()) ?? 'closed';
  }

  /** Says STARTTLS and completes the handshake; rejects with the error that ends it. */
  async startTls(servername: string | undefined, options: ConnectionOptions = {}): Promise<TLSSocket> {
    const reply = await this.command('STARTTLS');
    if (!reply.startsWith('220')) throw new Error(`STARTTLS: ${reply}`);
    return this.handshake(servername, options);
  }

  async handshake(servername: string | undefined, options: ConnectionOptions = {}): Promise<TLSSocket> {
    this.socket.removeAllListeners('data');
    const secure = connectTls({
      socket: this.socket,
      rejectUnauthorized: false,
      ...(servername === undefined ? {} : { servername }),
      ...options,
    });
    this.socket = secure;
    this.listen(secure);
    await new Promise<void>((resolve, reject) => {
      secure.once('secureConnect', resolve);
      secure.once('error', reject);
      secure.once('close', () => reject(new Error('closed in the handshake')));
    });
    return secure;
  }

  /** MAIL, RCPT, DATA and a message; answers the reply to the final dot, or the first that is an error. */
  async deliver(
    recipients: string | readonly string[],
    message = newMessage('Subject: test'),
  ): Promise<string> {
    const mail = await this.command('MAIL FROM:<sender@client.test>');
    if (!mail.startsWith('250')) return mail;
    for (const recipient of [recipients].flat()) {
      const rcpt = await this.command(`RCPT TO:<${recipient}>`);
      if (!rcpt.startsWith('250')) return rcpt;
    }
    const data = await this.command('DATA');
    if (!data.startsWith('354')) return data;
    return this.command(`${message}.`);
  }

  /** Says QUIT and waits until the server has closed. */
  async quit(): Promise<void> {
    await this.command('QUIT');
    this.socket.destroy();
    await this.closed;
  }

  private listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => {
      this.buffer += chunk.toString('latin1');
      this.pump();
    });
    socket.on('error', (error) => {
      this.error ??= error;
    });
    socket.once('close', () => {
      this.isOver = true;
      this.pump();
    });
  }

  private pump(): void {
    while (this.waiting.length > 0) {
      const match = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\r?\n/.exec(this.buffer);
      if (match === null && !this.isOver) return;
      this.buffer = this.buffer.slice(match?.[0].length ?? 0);
      this.waiting.shift()?.(match?.[0].trimEnd() ?? null);
    }
  }
}
