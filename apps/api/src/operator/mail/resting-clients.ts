import { clientKey } from '#checks';
import type { OperatorMessage } from '#store';

/** What takes no longer holds nobody up. */
const SHORT_MS = 500;
/** So many times as long as a report took, those of its client wait: it gets a small share of the time, however much it sends. */
const SHARE = 10;
/** More than there is time for. */
const MAX_CLIENTS = 100;

/**
 * Messages are handled one after the other, and a report can be slow: the keys of its signatures are in the DNS of whoever sent
 * it. Clients whose reports took long let the messages of others go first for a while.
 */
export class RestingClients {
  /** Until when, by client. */
  private readonly until = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Those that let others go first now. */
  keys(): string[] {
    for (const [client, until] of this.until) if (until <= this.now()) this.until.delete(client);
    return [...this.until.keys()];
  }

  async watch(
    { purpose, clientAddress }: Pick<OperatorMessage, 'purpose' | 'clientAddress'>,
    handle: () => Promise<void>,
  ): Promise<void> {
    const began = this.now();
    await handle();
    const tookMs = this.now() - began;
    if (purpose !== 'tls-report' || tookMs <= SHORT_MS) return;
    const client = clientKey(clientAddress);
    this.until.delete(client);
    this.until.set(client, this.now() + tookMs * SHARE);
    const [oldest] = this.until.keys();
    if (this.until.size > MAX_CLIENTS && oldest !== undefined) this.until.delete(oldest);
  }
}
