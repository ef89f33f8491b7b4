/** The way to the operator's mail server. */
import { readFile } from 'node:fs/promises';

import nodemailer from 'nodemailer';

import { parseRelayUrl, type Relay } from '#config';

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
  const text = await readFile(relay, 'utf8').catch((error: unknown) => {
    throw new RelayFileError(
      `OPERATOR_RELAY_FILE ${relay} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    );
  });
  const parsed = parseRelayUrl(text);
  if (parsed !== null) return parsed;
  throw new RelayFileError(
    `OPERATOR_RELAY_FILE ${relay} must hold a URL such as smtps://USER:PASSWORD@HOST:PORT`,
  );
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
