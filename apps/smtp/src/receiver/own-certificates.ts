import type { SecureContext } from 'node:tls';

import type { ListenerPlan } from '#scenarios';

import type { Session } from '../session/session.js';
import type { CertificateChoice } from '../tls/certificate-choice.js';
import type { ClientHello } from '../tls/client-hello.js';
import type { SMTPServer } from './smtp-server.js';

/** Gives the certificate for a server name, now or later; null ends the handshake. */
export type ChooseCertificate = (name: string, present: (context: SecureContext | null) => void) => void;

/**
 * What smtp-server asks of its server when a handshake begins, for one connection: it asks for the certificate of a server
 * name without saying for which connection, and the name of a handshake that is never completed is found nowhere else.
 *
 * @param initial what the connection begins with. Node puts the chosen certificate beside it: the default one would stay for
 *   clients that do not take the chosen kind of key, and its authority behind a certificate that is to be sent alone
 */
export function handshakeServer(
  server: SMTPServer,
  initial: SecureContext | undefined,
  choose: ChooseCertificate,
): SMTPServer {
  const resolve: SMTPServer['_resolveSNI'] = (name, done) =>
    choose(name, (context) => {
      if (context === null) done(new Error('no certificate can be used for this host'));
      else done(null, context);
    });
  // No prototype of its own: an object that becomes one makes every later look at the server slow.
  const { options, logger, server: listener } = server;
  const secureContext = initial === undefined ? server.secureContext : new Map([['*', initial]]);
  return { options, logger, server: listener, secureContext, _resolveSNI: resolve } as unknown as SMTPServer;
}

/**
 * Nothing before the server name has chosen; without one the certificate of fallbacks at their address (without secure TLSA
 * records, senders name no host), else undefined: the default one.
 */
export function initialContext(
  {
    certificates,
    session,
  }: {
    readonly certificates: Pick<CertificateChoice, 'none' | 'unnamedFallback'>;
    readonly session: Pick<Session, 'isAtFallback' | 'certificateChosen'>;
  },
  hello: ClientHello | null,
  { versions }: ListenerPlan,
): SecureContext | undefined {
  if (hello?.serverName) return certificates.none(versions);
  const presentation = session.isAtFallback ? certificates.unnamedFallback : null;
  if (presentation !== null) session.certificateChosen(presentation.certificate);
  return presentation?.context;
}
