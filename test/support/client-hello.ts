import { Duplex } from 'node:stream';
import { connect, type ConnectionOptions } from 'node:tls';

/** The first flight of a TLS client, for tests that send it and then do what no TLS library does. */
export function clientHello(servername: string, options: ConnectionOptions = {}): Promise<Buffer> {
  return new Promise((resolve) => {
    const transport = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => {
        resolve(chunk);
        done();
        setImmediate(() => client.destroy());
      },
    });
    const client = connect({ socket: transport, servername, ...options });
    client.on('error', () => undefined);
  });
}
