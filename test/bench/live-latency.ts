/** How long after the 250 the page knows: every check is watched by a client of its own, and gets one message. */
import { setTimeout as pause } from 'node:timers/promises';

import { io, type Socket } from 'socket.io-client';

import type { CheckBody, ClientToServerEvents, ServerToClientEvents } from '#contracts';

import { validAddress } from './check-creation.js';
import { runSession } from './smtp-session.js';

interface Receiver {
  readonly host: string;
  readonly port: number;
}

export interface LatencyResult {
  readonly watchers: number;
  readonly messages: number;
  readonly failed: number;
  /** From the 250 to the update with the delivery, in milliseconds. */
  readonly latencies: readonly number[];
}

const UPDATE_TIMEOUT_MS = 60_000;

/** One message to each check. */
export async function measureLatency(
  url: string,
  receiver: Receiver,
  checks: readonly CheckBody[],
  messagesPerSecond: number,
): Promise<LatencyResult> {
  const watchers = await Promise.all(
    checks.map(async (check) => ({
      watcher: await Watcher.open(url, check.token),
      recipient: validAddress(check),
    })),
  );
  try {
    return { watchers: watchers.length, ...(await deliverTo(watchers, receiver, messagesPerSecond)) };
  } finally {
    for (const { watcher } of watchers) watcher.close();
  }
}

/** One message to each, so many a second. */
export async function deliverTo(
  watched: readonly { readonly watcher: Watcher; readonly recipient: string }[],
  receiver: Receiver,
  messagesPerSecond: number,
): Promise<Omit<LatencyResult, 'watchers'>> {
  const results = await Promise.allSettled(
    watched.map(async ({ watcher, recipient }, index) => {
      await pause((index * 1000) / messagesPerSecond);
      const delivered = watcher.nextDelivery();
      const acceptedAt = await runSession({ ...receiver, recipient });
      // An update may overtake the reply on another connection: then the page knew immediately.
      return Math.max(0, (await delivered) - acceptedAt);
    }),
  );
  const latencies = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  return { messages: results.length, failed: results.length - latencies.length, latencies };
}

/** A client that watches a check, as the page does. */
export class Watcher {
  private constructor(
    private readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>,
    readonly token: string,
  ) {}

  static async open(url: string, token: string): Promise<Watcher> {
    const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, {
      transports: ['websocket'],
      forceNew: true,
    });
    await socket.timeout(30_000).emitWithAck('check:watch', token);
    return new Watcher(socket, token);
  }

  /** When the next update with a delivery comes (of `performance.now()`). */
  nextDelivery(): Promise<number> {
    const delivery = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no update came')), UPDATE_TIMEOUT_MS);
      const onUpdate: ServerToClientEvents['check:update'] = ({ token, observations }) => {
        if (token !== this.token || !observations.some(({ kind }) => kind === 'delivered')) return;
        clearTimeout(timer);
        this.socket.off('check:update', onUpdate);
        resolve(performance.now());
      };
      this.socket.on('check:update', onUpdate);
    });
    // Nobody waits for it when its message failed.
    delivery.catch(() => undefined);
    return delivery;
  }

  close(): void {
    this.socket.close();
  }
}
