export type Admission = 'admitted' | 'too-many' | 'too-many-from-client';

/** Counts open connections, in all and by client (as `clientKey` names it). */
export class ConnectionLimiter {
  private total = 0;
  private readonly byClient = new Map<string, number>();

  constructor(
    private readonly maxConnections: number,
    private readonly maxConnectionsPerClient: number,
  ) {}

  /** `admitted` counts the connection: `release` must follow when it is gone. */
  admit(client: string): Admission {
    const fromClient = this.byClient.get(client) ?? 0;
    if (fromClient >= this.maxConnectionsPerClient) return 'too-many-from-client';
    if (this.total >= this.maxConnections) return 'too-many';
    this.total += 1;
    this.byClient.set(client, fromClient + 1);
    return 'admitted';
  }

  release(client: string): void {
    const fromClient = this.byClient.get(client) ?? 0;
    this.total -= 1;
    if (fromClient > 1) this.byClient.set(client, fromClient - 1);
    else this.byClient.delete(client);
  }

  get open(): number {
    return this.total;
  }
}
