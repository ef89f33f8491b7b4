/** Certificates are tried by using them: a file that can be read may be empty, cut off, or of another key. */
import { duplexPair } from 'node:stream';
import { connect, type ConnectionOptions, type SecureContext, TLSSocket } from 'node:tls';

const LIMIT_MS = 10_000;

/**
 * A handshake of a server with a client of those options. Resolves to the certificate that the client was shown, in DER; rejects with
 * the reason when the handshake fails, or when the client does not accept what it is shown.
 */
export async function handshakeInMemory(
  secureContext: SecureContext,
  options: ConnectionOptions,
): Promise<Uint8Array> {
  const [clientSide, serverSide] = duplexPair();
  const server = new TLSSocket(serverSide, { isServer: true, secureContext });
  const client = connect({ ...options, socket: clientSide });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the handshake did not end')), LIMIT_MS);
      server.on('error', reject);
      client.on('error', reject);
      client.once('close', () => reject(new Error('the connection was closed')));
      client.once('secureConnect', () => resolve(client.getPeerCertificate().raw));
    });
  } finally {
    clearTimeout(timer);
    client.destroy();
    server.destroy();
  }
}
