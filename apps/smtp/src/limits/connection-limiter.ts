import { clientKey } from '#checks';

export type Admission = 'admitted' | 'too-many' | 'too-many-from-client';

/** Counts open connections, in all and by client. */
export class ConnectionLimiter {
  private total = 0;
  private readonly byClient = new Map<string, number>();

  constructor(
    private readonly maxConnections: number,
    private readonly maxConnectionsPerClient: number,
  ) {}

  /** `admitted` counts the connection: `release` must follow when it is gone. */
  admit(address: string): Admission {
    const key = clientKey(address);
    const fromClient = this.byClient.get(key) ?? 0;
    if (fromClient >= this.maxConnectionsPerClient) return 'too-many-from-client';
    if (this.total >= this.maxConnections) return 'too-many';
    this.total += 1;
    this.byClient.set(key, fromClient + 1);
    return 'admitted';
  }

  release(address: string): void {
    const key = clientKey(address);
    const fromClient = this.byClient.get(key) ?? 0;
    this.total -= 1;
    if (fromClient > 1) this.byClient.set(key, fromClient - 1);
    else this.byClient.delete(key);
  }

  get open(): number {
    return this.total;
  }
}
