import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that systems give to outgoing connections (Linux: from 32768, RFC 6056: from 49152): between our trial and the
 * start of the server, one of those would take a port from there, and the server could not listen.
 */
const FIRST = 10_000;
const END = 32_768;

/**
 * A port that nothing listens on now, for programs that cannot tell which one they got for 0.
 *
 * @param wanted rejects when this one is not free; 0 takes any
 */
export async function freePort(host = '127.0.0.1', wanted = 0): Promise<number> {
  const port = wanted === 0 ? randomInt(FIRST, END) : wanted;
  const server = createServer();
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    if (wanted === 0 && isTaken) return freePort(host);
    throw error;
  }
  server.close();
  await once(server, 'close');
  return port;
}
