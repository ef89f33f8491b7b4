import type { SecureContext } from 'node:tls';

import type { SMTPServer } from './smtp-server.js';

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
