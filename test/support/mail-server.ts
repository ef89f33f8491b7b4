/** A mail server on loopback that does what a test says, as far as a probe goes: also what no server should. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

export interface MailServerOptions {
  readonly host?: string;
  /** A free one unless given. */
  readonly port?: number;
  /** Null: no STARTTLS. */
  readonly tls?: TlsOptions | null;
  readonly tlsOnConnect?: boolean;
  /** With its line end; null: says nothing. */
  readonly greeting?: string | null;
  readonly startTlsReply?: string;
  /** The command of the n-th connection, from 1, that is answered with 421; null: none. */
  readonly busyAt?: (connection: number) => string | null;
  /** Stapled when a client asks for it. */
  readonly ocsp?: Buffer;
  /** Takes over instead of all this. */
  readonly onConnection?: (socket: Socket) => void;
}

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** Each command of each connection, in the order in which they came. */
  readonly commands: string[];
  readonly serverNames: (string | false | null)[];
  readonly connections: () => number;
  close(): Promise<void>;
}

export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { host = '127.0.0.1', greeting = '220 mail.test ESMTP\r\n', tls = null } = options;
  const commands: string[] = [];
  const serverNames: (string | false | null)[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  const secureServer = createTlsServer({ ...tls, minVersion: tls?.minVersion ?? 'TLSv1.2' });
  secureServer.on('tlsClientError', () => undefined);
  secureServer.on('OCSPRequest', (_certificate, _issuer, callback) =>
    callback(null, options.ocsp ?? Buffer.alloc(0)),
  );
  secureServer.on('secureConnection', (socket) => {
    serverNames.push(socket.servername);
    socket.on('error', () => undefined);
    if (options.tlsOnConnect === true) socket.write(greeting ?? '');
    converse(socket);
  });

  const converse = (socket: Socket): void => {
    const busyAt = options.busyAt?.(connections) ?? null;
    socket.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString('latin1').split('\r\n')) {
        if (line === '') continue;
        commands.push(line);
        if (busyAt !== null && line.startsWith(busyAt)) socket.end('421 4.7.0 too many connections\r\n');
        else if (line.startsWith('EHLO'))
          socket.write(
            tls === null ? '250 mail.test\r\n' : '250-mail.test\r\n250-PIPELINING\r\n250 STARTTLS\r\n',
          );
        else if (line === 'QUIT') socket.end('221 bye\r\n');
        else if (line === 'STARTTLS') {
          socket.write(options.startTlsReply ?? '220 go ahead\r\n');
          if ((options.startTlsReply ?? '220').startsWith('220')) {
            socket.removeAllListeners('data');
            secureServer.emit('connection', socket);
          }
        } else socket.write('500 what?\r\n');
      }
    });
  };

  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    if (options.onConnection !== undefined) options.onConnection(socket);
    else if (options.tlsOnConnect === true) secureServer.emit('connection', socket);
    else {
      if (greeting !== null) socket.write(greeting);
      converse(socket);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(options.port ?? 0, host, resolve);
  });
  return {
    host,
    port: (server.address() as AddressInfo).port,
    commands,
    serverNames,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
