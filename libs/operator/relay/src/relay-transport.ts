/** The way to the operator's mail server. */
import { open } from 'node:fs/promises';

import nodemailer from 'nodemailer';

import { parseRelayUrl, type Relay } from '#config';

const OTHERS = 0o007;
const PATIENCE = {
  connectionTimeout: 20_000,
  greetingTimeout: 30_000,
  dnsTimeout: 20_000,
  socketTimeout: 120_000,
};

/** What is wrong with OPERATOR_RELAY_FILE: the message names the file and holds nothing of it. */
export class RelayFileError extends Error {
  override readonly name = 'RelayFileError';
}

/** @throws RelayFileError */
export async function resolveRelay(relay: Relay | string): Promise<Relay> {
  if (typeof relay !== 'string') return relay;
  const parsed = parseRelayUrl(await readRelayFile(relay));
  if (parsed !== null) return parsed;
  throw new RelayFileError(
    `OPERATOR_RELAY_FILE ${relay} must hold a URL such as smtps://USER:PASSWORD@HOST:PORT`,
  );
}

/** Its group may read it, so that root can hand it to the user of a service; nobody else. */
async function readRelayFile(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new RelayFileError(`OPERATOR_RELAY_FILE ${path} cannot be read (${code})`);
  });
  try {
    // Of the opened file: a name could be given to another one in between.
    const { mode } = await file.stat();
    if ((mode & OTHERS) === 0) return await file.readFile('utf8');
    throw new RelayFileError(`OPERATOR_RELAY_FILE ${path} can be read by others: \`chmod 600 ${path}\``);
  } finally {
    await file.close();
  }
}

/** Without a login TLS is used when it is offered, as between all mail servers; with one it is demanded and verified. */
export function relayTransport({ host, port, implicitTls, login }: Relay, domain: string) {
  const isHere = host === 'localhost' || host === '::1' || host.startsWith('127.');
  return nodemailer.createTransport({
    ...{ name: domain, host, port, secure: implicitTls, ...PATIENCE },
    requireTLS: login !== null && !isHere,
    tls: { rejectUnauthorized: (login !== null || implicitTls) && !isHere },
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
