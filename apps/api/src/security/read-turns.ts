import type { IncomingMessage } from 'node:http';

import { Inject, Injectable } from '@nestjs/common';

import { widestNetwork } from '#limits';

import { ClientAddresses } from './client-addresses.js';
import { FairQueue } from './fair-queue.js';

/** So that one is computed while others are fetched from the database. */
const AT_A_TIME = 4;

/**
 * Answers that take long to compute, such as those about a check with hundreds of sessions (about 50 ms): four at a time, and the
 * networks take turns. Without that one network, within its rate, keeps all others waiting for minutes. What waits is bounded by
 * the connections that a client may have, and by what one may ask before it is answered.
 */
@Injectable()
export class ReadTurns {
  private readonly waiting = new FairQueue<() => void>();
  private running = 0;

  constructor(@Inject(ClientAddresses) private readonly clients: Pick<ClientAddresses, 'of'>) {}

  /**
   * Rejects as the work does.
   *
   * @param client its address, or a request of it
   */
  async take<T>(client: string | IncomingMessage, work: () => Promise<T>): Promise<T> {
    if (this.running < AT_A_TIME) this.running += 1;
    else {
      const address = typeof client === 'string' ? client : this.clients.of(client);
      await new Promise<void>((begin) => this.waiting.push(widestNetwork(address), begin));
    }
    try {
      return await work();
    } finally {
      // The answer is written as text first.
      setImmediate(() => this.handOver());
    }
  }

  private handOver(): void {
    const begin = this.waiting.shift();
    if (begin === undefined) this.running -= 1;
    else begin();
  }
}
