import type { SMTPServer } from './smtp-server.js';

/**
 * The server as one connection sees it: smtp-server asks its server for the certificate of a server name without saying
 * for which connection, and the name of a handshake that is never completed is found nowhere else.
 */
export function tellServerName(server: SMTPServer, onServerName: (name: string) => void): SMTPServer {
  const resolve: SMTPServer['_resolveSNI'] = (name, done) => {
    onServerName(name);
    server._resolveSNI(name, done);
  };
  return Object.create(server, { _resolveSNI: { value: resolve } }) as SMTPServer;
}
