import type { TLSSocket } from 'node:tls';

import type { TlsFacts } from '#checks';

/** What a TLS socket knows of its handshake so far. */
export function handshakeFacts(socket: TLSSocket, serverName: string | null): TlsFacts {
  // There is none before it is chosen, whatever the type says.
  const cipher = socket.getCipher() as ReturnType<TLSSocket['getCipher']> | undefined;
  return { version: socket.getProtocol() ?? 'unknown', cipher: cipher?.standardName ?? null, serverName };
}
