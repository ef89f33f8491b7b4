/** How long after the 250 the page knows: every check is watched by a client of its own, and gets one message. */
import { setTimeout as pause } from 'node:timers/promises';

import { io, type Socket } from 'socket.io-client';

import type { CheckBody, ClientToServerEvents, ServerToClientEvents } from '#contracts';

import { validAddress } from './check-creation.js';
import { runSession } from './smtp-session.js';

export interface LatencyResult {
  readonly watchers: number;
  readonly messages: number;
  readonly failed: number;
  /** From the 250 to the update with the delivery, in milliseconds. */
  readonly latencies: readonly number[];
}

const UPDATE_TIMEOUT_MS = 60_000;

export async function measureLatency(
  url: string,
  receiver: { readonly host: string; readonly port: number },
  checks: readonly CheckBody[],
  messagesPerSecond: number,
): Promise<LatencyResult> {
  const watchers = await Promise.all(checks.map((check) => Watcher.open(url, check)));
  try {
    const results = await Promise.allSettled(
      watchers.map(async (watcher, index) => {
        await pause((index * 1000) / messagesPerSecond);
        const acceptedAt = await runSession({ ...receiver, recipient: validAddress(watcher.check) });
        return (await watcher.delivered) - acceptedAt;
      }),
    );
    const latencies = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    return {
      watchers: watchers.length,
      messages: results.length,
      failed: results.length - latencies.length,
      // An update may overtake the reply on another connection: then the page knew at once.
      latencies: latencies.map((latency) => Math.max(0, latency)),
    };
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

class Watcher {
  /** When the first update with a delivery came (of `performance.now()`). */
  readonly delivered: Promise<number>;

  private constructor(
    private readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>,
    readonly check: CheckBody,
  ) {
    this.delivered = new Promise((resolve, reject) => {
      socket.on('check:update', ({ token, observations }) => {
        if (token === check.token && observations.some(({ kind }) => kind === 'delivered')) {
          resolve(performance.now());
        }
      });
      // Counted from the opening: the last message goes out after all the others.
      setTimeout(() => reject(new Error('no update came')), UPDATE_TIMEOUT_MS).unref();
    });
    this.delivered.catch(() => undefined);
  }

  static async open(url: string, check: CheckBody): Promise<Watcher> {
    const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, {
      transports: ['websocket'],
      forceNew: true,
    });
    const watcher = new Watcher(socket, check);
    await socket.timeout(30_000).emitWithAck('check:watch', check.token);
    return watcher;
  }

  close(): void {
    this.socket.close();
  }
}
