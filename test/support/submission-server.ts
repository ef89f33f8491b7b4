/** A submission server that takes mail from one user alone, after STARTTLS. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { SMTPServer } from 'smtp-server';

export interface SubmittedMessage {
  readonly user: unknown;
  readonly secure: boolean;
  readonly from: string;
  readonly to: readonly string[];
}

export interface SubmissionServer {
  readonly port: number;
  readonly taken: readonly SubmittedMessage[];
  close(): Promise<void>;
}

export async function startSubmissionServer(
  login: Readonly<Record<'user' | 'password', string>>,
): Promise<SubmissionServer> {
  const taken: SubmittedMessage[] = [];
  const server = new SMTPServer({
    logger: false,
    disableReverseLookup: true,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth({ username, password }, _session, callback) {
      const isRight = username === login.user && password === login.password;
      callback(isRight ? null : new Error('Invalid username or password'), { user: username });
    },
    onData(stream, { user, secure, envelope: { mailFrom, rcptTo } }, callback) {
      const from = mailFrom === false ? '' : mailFrom.address;
      taken.push({ user, secure, from, to: rcptTo.map(({ address }) => address) });
      stream.resume().once('end', () => callback());
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    taken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
