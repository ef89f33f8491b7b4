/** A TCP port that leads to the socket of a PostgreSQL server, as long and as fast as a test wants. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export class DatabaseLink {
  private readonly server = createServer((client) => this.join(client));
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  /** How long each octet takes, in each direction. */
  delayMs = 0;
  /** What the server says, as the app gets it. */
  rewrite = (octets: Buffer): Buffer => octets;

  /** @param socketPath where new connections lead to */
  constructor(public socketPath: string) {}

  async open(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  /** @param parameters of node-postgres */
  url(user: string, parameters: Readonly<Record<string, string>> = {}): string {
    const { port } = this.server.address() as AddressInfo;
    return `postgres://${user}@127.0.0.1:${port}/postgres?${new URLSearchParams(parameters).toString()}`;
  }

  /** Octets go no further, and nobody is told: as behind a cable that was pulled out. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** New connections are as before; on the others nothing ever comes again, as behind a firewall that has forgotten them. */
  heal(): void {
    this.isCut = false;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private join(client: Socket): void {
    const server = connect(this.socketPath);
    this.pass(client, server, (octets) => octets);
    this.pass(server, client, (octets) => this.rewrite(octets));
  }

  private pass(from: Socket, to: Socket, as: (octets: Buffer) => Buffer): void {
    this.sockets.add(from);
    if (this.isCut) from.pause();
    const later = (work: () => void): void => {
      if (this.delayMs > 0) setTimeout(work, this.delayMs);
      else work();
    };
    from.on('data', (octets: Buffer) => later(() => to.write(as(octets))));
    from.on('error', () => undefined);
    from.on('close', () => {
      this.sockets.delete(from);
      if (!this.isCut) later(() => to.destroySoon());
    });
  }
}
