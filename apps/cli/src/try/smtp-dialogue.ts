/**
 * The client's side of an SMTP session, one command at a time (RFC 5321), with STARTTLS (RFC 3207). It verifies
 * nothing itself: what the server presented is for the caller to judge, before or after EHLO.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import { connect as connectTls, type TLSSocket } from 'node:tls';

export interface SmtpReply {
  readonly code: number;
  /** The text of all lines, without codes, joined by spaces. */
  readonly text: string;
}

const TIMEOUT_MS = 10_000;

export class SmtpDialogue {
  private lines: AsyncIterator<string, undefined>;
  private reader: Interface;

  private constructor(private socket: Socket | TLSSocket) {
    this.reader = createInterface({ input: socket });
    this.lines = this.reader[Symbol.asyncIterator]();
  }

  /** Connects and reads the greeting. Throws when nobody listens or nothing is said for 10 seconds. */
  static async open(host: string, port: number): Promise<SmtpDialogue> {
    const socket = connect({ host, port });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`${host}:${port} did not answer in time`)));
    await once(socket, 'connect');
    const dialogue = new SmtpDialogue(socket);
    await dialogue.reply(220);
    return dialogue;
  }

  /** Sends one command; throws when the reply has another code than the expected one. */
  async command(line: string, expected: number): Promise<SmtpReply> {
    this.socket.write(`${line}\r\n`);
    return this.reply(expected);
  }

  /** Answers the TLS socket after a complete handshake, with whatever certificate the server presented. */
  async startTls(serverName: string | undefined): Promise<TLSSocket> {
    await this.command('STARTTLS', 220);
    this.reader.close();
    const secured = connectTls({
      socket: this.socket,
      rejectUnauthorized: false,
      ...(serverName === undefined ? {} : { servername: serverName }),
    });
    await once(secured, 'secureConnect');
    this.socket = secured;
    this.reader = createInterface({ input: secured });
    this.lines = this.reader[Symbol.asyncIterator]();
    return secured;
  }

  /** Closes without QUIT, as senders do that refuse a certificate. */
  async close(): Promise<void> {
    if (this.socket.closed) return;
    const closed = once(this.socket, 'close');
    this.socket.end();
    await closed;
  }

  private async reply(expected: number): Promise<SmtpReply> {
    const texts: string[] = [];
    for (;;) {
      const { value: line, done } = await this.lines.next();
      if (done === true) throw new Error('the server closed the connection');
      texts.push(line.slice(4));
      if (line[3] === '-') continue;
      const reply = { code: Number(line.slice(0, 3)), text: texts.join(' ') };
      if (reply.code !== expected) throw new Error(`the server answered ${line}`);
      return reply;
    }
  }
}
