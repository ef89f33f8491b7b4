import type { SecureContext } from 'node:tls';

import type { Session } from '../session/session.js';
import type { CertificateChoice } from '../tls/certificate-choice.js';
import type { SMTPServer } from './smtp-server.js';

/**
 * The server with another certificate for clients that name no host, or with nothing to present before the server name
 * has chosen. Node puts the chosen certificate beside what a connection began with: it would keep the default one for
 * clients that do not take the chosen kind of key, and its authority behind a certificate that is to be sent alone.
 */
export function beginningWith(server: SMTPServer, context: SecureContext): SMTPServer {
  return Object.create(server, { secureContext: { value: new Map([['*', context]]) } }) as SMTPServer;
}

/** The server with the certificate of fallbacks: without secure TLSA records, senders name no host. */
export function withFallback(
  server: SMTPServer,
  {
    certificates,
    session,
  }: {
    readonly certificates: Pick<CertificateChoice, 'unnamedFallback'>;
    readonly session: Pick<Session, 'certificateChosen'>;
  },
): SMTPServer {
  const presentation = certificates.unnamedFallback;
  if (presentation === null) return server;
  session.certificateChosen(presentation.certificate);
  return beginningWith(server, presentation.context);
}

/**
 * The server as one connection sees it: smtp-server asks its server for the certificate of a server name without saying
 * for which connection, and the name of a handshake that is never completed is found nowhere else.
 *
 * @param choose gives the certificate for the name, now or later; null ends the handshake
 */
export function withOwnCertificates(
  server: SMTPServer,
  choose: (name: string, present: (context: SecureContext | null) => void) => void,
): SMTPServer {
  const resolve: SMTPServer['_resolveSNI'] = (name, done) =>
    choose(name, (context) => {
      if (context === null) done(new Error('no certificate can be used for this host'));
      else done(null, context);
    });
  return Object.create(server, { _resolveSNI: { value: resolve } }) as SMTPServer;
}
