import { Inject, Injectable } from '@nestjs/common';

import type { Config } from '#config';
import { type Exhausted, TieredLimit } from '#limits';

import { CONFIG } from '../core/core.tokens.js';
import { inProportion } from '../core/in-proportion.js';
import { Metrics } from '../metrics/metrics.js';
import { SocketAdmission } from './socket-admission.js';
import { MAX_WATCHED_PER_SOCKET } from './socket-limits.js';
import type { LiveServer, LiveSocket } from './socket.types.js';

/** Watches in all, with the heap of the Compose file: each check or probe that a connection watches, and each request that waits for a change. */
export const MAX_WATCHES = 5_000;

/** For each of the connections that a client may have; the page watches one check or probe. */
export const WATCHES_PER_CONNECTION = 5;

/** Of one check or probe by one connection, before the first is answered; the page asks once. */
const MAX_UNANSWERED = 20;

/** As much is watched as may be: by the connection, its client, its network, or in all. */
export class WatchesExhaustedError extends Error {
  override readonly name = 'WatchesExhaustedError';

  constructor(readonly exhausted: Exhausted | 'connection') {
    super(`as much is watched as may be (${exhausted})`);
  }
}

/** What somebody who watches holds, from before the first answer on. */
export interface Watch {
  /** There is an answer: it watches until its connection ends. */
  keep(): void;
  /** There is nothing of that name. */
  leave(): void;
  /** There was no answer. Whoever watched it before goes on. */
  giveUp(): void;
}

interface Place {
  readonly release: () => void;
  /** Requests to watch that have no answer yet. */
  unanswered: number;
  isKept: boolean;
}

/**
 * The rooms of Socket.IO that checks and probes have, with a place for each socket in each of them. Entering takes the place
 * in the same step, and whatever makes the socket leave the room gives it back.
 */
@Injectable()
export class WatchPlaces {
  private readonly limit: TieredLimit;
  private readonly places = new Map<string, Place>();

  constructor(
    @Inject(CONFIG) { http }: Config,
    @Inject(SocketAdmission) private readonly admission: SocketAdmission,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {
    const perClient = WATCHES_PER_CONNECTION * http.socketsPerClient;
    const perNetwork = [2 * perClient, 4 * perClient];
    this.limit = new TieredLimit({ perClient, perNetwork, total: inProportion(MAX_WATCHES) });
  }

  attach(server: LiveServer): void {
    server.of('/').adapter.on('leave-room', (room: string, socketId: string) => {
      const key = keyOf(room, socketId);
      this.places.get(key)?.release();
      this.places.delete(key);
    });
  }

  /** For a request that waits for a change. The function returned gives the place back. @throws WatchesExhaustedError */
  hold(address: string): () => void {
    const admission = this.limit.acquire(address);
    if ('exhausted' in admission) throw new WatchesExhaustedError(admission.exhausted);
    this.metrics.watches.set(this.limit.size);
    return () => {
      admission.release();
      this.metrics.watches.set(this.limit.size);
    };
  }

  /** Joins the room. @throws WatchesExhaustedError */
  enter(socket: LiveSocket, room: string): Watch {
    const key = keyOf(room, socket.id);
    const place = this.places.get(key) ?? this.take(socket, key);
    if (place.unanswered >= MAX_UNANSWERED) throw new WatchesExhaustedError('connection');
    place.unanswered += 1;
    // Done when it returns, with the adapter in memory: what happens from here on is not missed.
    void socket.join(room);
    return {
      keep: () => {
        place.unanswered -= 1;
        place.isKept = true;
        // A socket that closed in the meantime has left for good: joining made a room of nobody.
        if (!socket.connected) void socket.leave(room);
      },
      leave: () => void socket.leave(room),
      giveUp: () => {
        place.unanswered -= 1;
        if (place.unanswered === 0 && !place.isKept) void socket.leave(room);
      },
    };
  }

  private take(socket: LiveSocket, key: string): Place {
    // One room is the socket's own.
    if (socket.rooms.size > MAX_WATCHED_PER_SOCKET) throw new WatchesExhaustedError('connection');
    const release = this.hold(this.admission.addressOf(socket));
    const place = { release, unanswered: 0, isKept: false };
    this.places.set(key, place);
    return place;
  }
}

function keyOf(room: string, socketId: string): string {
  return `${room} ${socketId}`;
}
