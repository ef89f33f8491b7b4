import type { SecureContext } from 'node:tls';

import type { SMTPServer } from './smtp-server.js';

/**
 * The server as one connection sees it: smtp-server asks its server for the certificate of a server name without saying
 * for which connection, and the name of a handshake that is never completed is found nowhere else.
 *
 * @param choose gives the certificate for the name, now or later
 */
export function withOwnCertificates(
  server: SMTPServer,
  choose: (name: string, present: (context: SecureContext) => void) => void,
): SMTPServer {
  const resolve: SMTPServer['_resolveSNI'] = (name, done) => choose(name, (context) => done(null, context));
  return Object.create(server, { _resolveSNI: { value: resolve } }) as SMTPServer;
}
