import type { IncomingMessage, Server } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

import { widestNetwork } from '#limits';

import { ClientAddresses } from './client-addresses.js';
import { FairQueue } from './fair-queue.js';

/** So that one is computed while others are fetched from the database. */
const AT_A_TIME = 4;
/** As many connections as the kernel lets wait for Node: a flood of further ones must not hold up what has come. */
const MOST_ACCEPTED = 511;

/**
 * Answers that take long to compute, such as those about a check with hundreds of sessions (about 50 ms): four at a time, and the
 * networks take turns. Without that one network, within its rate, keeps all others waiting for minutes. What waits is bounded by
 * the connections that a client may have, and by what one may ask before it is answered.
 */
@Injectable()
export class ReadTurns implements OnApplicationBootstrap {
  private readonly waiting = new FairQueue<() => void>();
  private running = 0;
  private accepted = 0;

  constructor(
    @Inject(ClientAddresses) private readonly clients: Pick<ClientAddresses, 'of'>,
    private readonly host: HttpAdapterHost,
  ) {}

  /** After the admission of connections, which passes on none that it refuses. */
  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('connection', () => (this.accepted += 1));
  }

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
      void this.handOver();
    }
  }

  /** Once the answer has become text, and the requests that arrived meanwhile are in the queue. */
  private async handOver(): Promise<void> {
    await nextTurn();
    if (this.waiting.size > 0) await this.untilAllAreAccepted();
    const begin = this.waiting.shift();
    if (begin === undefined) this.running -= 1;
    else begin();
  }

  /**
   * Node accepts one connection in each turn of its loop (libuv since 1.45), and reads what it brings in the next: were an answer
   * computed in each turn, connections of one network would keep those behind them out of the queue.
   */
  private async untilAllAreAccepted(): Promise<void> {
    const most = this.accepted + MOST_ACCEPTED;
    let before: number;
    do {
      before = this.accepted;
      await nextTurn();
      await nextTurn();
    } while (this.accepted > before && this.accepted < most);
  }
}
