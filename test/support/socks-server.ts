/** A SOCKS5 proxy on loopback (RFC 1928, RFC 1929): CONNECT to IPv4 addresses, as far as tests go. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SocksServer {
  readonly port: number;
  /** Such as `127.0.0.1:2525`. */
  readonly destinations: string[];
  close(): Promise<void>;
}

/** @param credentials `user:password`, demanded when given */
export async function startSocksServer(credentials?: string): Promise<SocksServer> {
  const destinations: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    client.once('data', () => {
      client.write(Buffer.from([5, credentials === undefined ? 0 : 2]));
      if (credentials === undefined) client.once('data', relay);
      else client.once('data', authenticate);
    });
    const authenticate = (message: Buffer): void => {
      const nameLength = message[1] ?? 0;
      const name = message.toString('latin1', 2, 2 + nameLength);
      const password = message.toString('latin1', 3 + nameLength);
      const isRight = `${name}:${password}` === credentials;
      client.write(Buffer.from([1, isRight ? 0 : 1]));
      if (isRight) client.once('data', relay);
      else client.end();
    };
    const relay = (request: Buffer): void => {
      const host = [...request.subarray(4, 8)].join('.');
      const port = request.readUInt16BE(8);
      destinations.push(`${host}:${port}`);
      const target = connect({ host, port });
      sockets.add(target);
      target.on('error', () => client.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])));
      target.once('data', (greeting) => {
        // In one segment with what the server says first: a client must not lose that.
        client.write(Buffer.concat([Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]), greeting]));
        client.pipe(target).pipe(client);
      });
    };
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    destinations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
