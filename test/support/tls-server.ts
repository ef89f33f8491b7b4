import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';

import { onTestFinished } from 'vitest';

/** A TLS server on loopback that presents the chain and says nothing. Closed when the test is over. */
export async function startTlsServer(options: { key: string; cert: string }): Promise<number> {
  const server = createServer(options, (socket) => {
    socket.on('error', () => undefined);
    socket.resume();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
