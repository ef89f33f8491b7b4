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

/** In the form of SSL 2 (RFC 5246 §E.2), which no library of today sends. Each of `specs` has three bytes. */
export function oldClientHello(version: number, specs: readonly number[]): Buffer {
  const twoBytes = (value: number): number[] => [value >> 8, value & 0xff];
  const body = Buffer.from([
    ...[1, ...twoBytes(version), ...twoBytes(3 * specs.length), ...twoBytes(0), ...twoBytes(16)],
    ...specs.flatMap((spec) => [spec >> 16, ...twoBytes(spec & 0xff_ff)]),
    ...new Array<number>(16).fill(7),
  ]);
  return Buffer.concat([Buffer.from(twoBytes(0x80_00 | body.length)), body]);
}
