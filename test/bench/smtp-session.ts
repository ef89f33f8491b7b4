/**
 * One whole session as a sender has it: greeting, EHLO, STARTTLS with a full handshake, EHLO, one message, QUIT. Made to cost
 * the generator as little as it can, so that the server is what is measured.
 */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface SessionTarget {
  readonly host: string;
  readonly port: number;
  readonly recipient: string;
  /** Ends after the handshake, as a sender does that refuses the certificate. */
  readonly handshakeOnly?: boolean | undefined;
}

const MESSAGE = `Subject: benchmark\r\nMessage-ID: <benchmark@bench.invalid>\r\n\r\n${'x'.repeat(70)}\r\n.`;
const TIMEOUT_MS = 30_000;

/**
 * Resolves when the session has ended, to the time (of `performance.now()`) at which 250 came for the message; rejects when
 * the server answers with an error, closes early or is silent for 30 seconds.
 */
export function runSession({ host, port, recipient, handshakeOnly }: SessionTarget): Promise<number> {
  return new Promise((resolve, reject) => {
    const steps: readonly (readonly [expected: string, command: string])[] = [
      ['220', 'EHLO bench.invalid'],
      ['250', 'STARTTLS'],
      ['220', ''],
      ['250', 'MAIL FROM:<bench@bench.invalid>'],
      ['250', `RCPT TO:<${recipient}>`],
      ['250', 'DATA'],
      ['354', MESSAGE],
      ['250', 'QUIT'],
      ['221', ''],
    ];
    let step = 0;
    let acceptedAt = 0;
    let socket: Socket = connectTcp({ host, port, noDelay: true });

    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    const secure = (): void => {
      socket.removeAllListeners();
      socket = connectTls({
        socket,
        rejectUnauthorized: false,
        servername: recipient.slice(recipient.lastIndexOf('@') + 1),
      });
      if (handshakeOnly === true) {
        socket.setTimeout(TIMEOUT_MS, () => fail(new Error('no answer in time')));
        socket.once('secureConnect', () => socket.end());
        socket.once('close', () => resolve(performance.now()));
        socket.once('error', fail);
        return;
      }
      socket.once('secureConnect', () => socket.write('EHLO bench.invalid\r\n'));
      listen();
    };
    const onReply = (line: string): void => {
      const [expected, command] = steps[step] ?? ['', ''];
      if (!line.startsWith(expected)) return fail(new Error(`step ${step}: ${line}`));
      if (step === 7) acceptedAt = performance.now();
      step += 1;
      if (step === 3) return secure();
      if (step === steps.length) {
        socket.destroy();
        return resolve(acceptedAt);
      }
      socket.write(`${command}\r\n`);
    };
    const listen = (): void => {
      let buffer = '';
      socket.setTimeout(TIMEOUT_MS, () => fail(new Error('no answer in time')));
      socket.on('error', fail);
      socket.on('close', () => fail(new Error(`closed at step ${step}`)));
      socket.on('data', (chunk: Buffer) => {
        buffer += chunk.toString('latin1');
        const last = /(?:^|\n)(\d{3} [^\n]*)\n$/.exec(buffer)?.[1];
        if (last === undefined) return;
        buffer = '';
        onReply(last);
      });
    };
    listen();
  });
}
