/** The way to the operator's mail server. */
import nodemailer from 'nodemailer';

import { parseRelayUrl, type Relay } from '#config';
import { readTextFile } from '#files';
import { fileFault } from '#text';

const OTHERS = 0o007;
/** Far more than a URL needs. */
const MAX_BYTES = 16_384;
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
  try {
    return await readTextFile(path, {
      maxBytes: MAX_BYTES,
      inspect: ({ mode }) => {
        if ((mode & OTHERS) === 0) return;
        throw new RelayFileError(`OPERATOR_RELAY_FILE ${path} can be read by others: \`chmod 600 ${path}\``);
      },
    });
  } catch (error) {
    if (error instanceof RelayFileError) throw error;
    throw new RelayFileError(`OPERATOR_RELAY_FILE ${path} cannot be read: ${fileFault(error)}`);
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
