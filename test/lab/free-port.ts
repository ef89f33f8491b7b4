import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/**
 * A port that nobody listens on now. Needed where the port must be known before its owner runs.
 *
 * @param wanted rejects when this one is not free; 0 takes any
 */
export async function freePort(host: string, wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
