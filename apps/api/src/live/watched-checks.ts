import { Inject, Injectable } from '@nestjs/common';

import type { SparingLog } from '#logging';
import { logStoreError } from '#store';

import { type CheckReading, ChecksService } from '../checks/checks.service.js';
import { CLOCK, type Clock, STATE_LOG } from '../core/core.tokens.js';
import { Metrics } from '../metrics/metrics.js';
import type { LiveServer, LiveSocket } from './socket.types.js';
import { WatchedCheck } from './watched-check.js';

const ROOM_PREFIX = 'check:';

/** Of different checks, in all. */
const MAX_WATCHED = 5_000;

/** Tokens that named no check a moment ago: asking again costs no reading. Nobody knows a token before its check is stored. */
const MAX_UNKNOWN = 10_000;
const UNKNOWN_MS = 10_000;

/** As many checks are watched as may be. */
export class WatchesExhaustedError extends Error {
  override readonly name = 'WatchesExhaustedError';
}

/** The checks that somebody watches: each has a room of sockets, and a `WatchedCheck` as long as the room is there. */
@Injectable()
export class WatchedChecks {
  private readonly byToken = new Map<string, WatchedCheck>();
  /** Until when each is taken for unknown, the oldest first. */
  private readonly unknown = new Map<string, number>();
  private server: LiveServer | undefined;

  constructor(
    @Inject(ChecksService) private readonly checks: ChecksService,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(STATE_LOG) private readonly log: SparingLog,
  ) {}

  attach(server: LiveServer): void {
    this.server = server;
    server.of('/').adapter.on('delete-room', (room: string) => this.forget(room));
  }

  get isEmpty(): boolean {
    return this.byToken.size === 0;
  }

  has(token: string): boolean {
    return this.byToken.has(token);
  }

  isWatchedBy(socket: LiveSocket, token: string): boolean {
    return socket.rooms.has(roomOf(token));
  }

  /** Joins first and reads then, so that nothing falls in between. Watching again is harmless. */
  async watch(
    socket: LiveSocket,
    token: string,
    answer: (reading: CheckReading | null) => void,
  ): Promise<void> {
    if (this.isUnknown(token)) return answer(null);
    if (!this.byToken.has(token) && this.byToken.size >= MAX_WATCHED) throw new WatchesExhaustedError();
    const room = roomOf(token);
    const joined = socket.join(room);
    // In the same step as the test above, so that a burst cannot pass it.
    const check = this.getOrAdd(token);
    await joined;
    // A socket that closed in the meantime has left for good: joining made a room of nobody.
    if (!socket.connected) return void socket.leave(room);
    try {
      await check.tell((reading) => {
        if (reading === null) {
          this.noteUnknown(token);
          void socket.leave(room);
        }
        answer(reading);
      });
    } catch (error) {
      void socket.leave(room);
      throw error;
    }
  }

  /** Something about the check changed; nothing happens when nobody watches it. */
  refresh(token: string): void {
    this.byToken.get(token)?.refresh();
  }

  refreshAll(): void {
    for (const check of this.byToken.values()) check.refresh();
  }

  private isUnknown(token: string): boolean {
    const until = this.unknown.get(token);
    return until !== undefined && performance.now() < until;
  }

  private noteUnknown(token: string): void {
    this.unknown.delete(token);
    this.unknown.set(token, performance.now() + UNKNOWN_MS);
    const [oldest] = this.unknown.keys();
    if (this.unknown.size > MAX_UNKNOWN && oldest !== undefined) this.unknown.delete(oldest);
  }

  private getOrAdd(token: string): WatchedCheck {
    const known = this.byToken.get(token);
    if (known !== undefined) return known;
    const added = new WatchedCheck({
      read: () => this.checks.read(token),
      push: ({ body }) => this.server?.to(roomOf(token)).emit('check:update', body),
      failed: (error) => logStoreError(this.log, error, 'a watched check could not be read', { token }),
      now: this.now,
    });
    this.byToken.set(token, added);
    this.metrics.watchedChecks.set(this.byToken.size);
    return added;
  }

  private forget(room: string): void {
    if (!room.startsWith(ROOM_PREFIX)) return;
    const token = room.slice(ROOM_PREFIX.length);
    this.byToken.get(token)?.close();
    this.byToken.delete(token);
    this.metrics.watchedChecks.set(this.byToken.size);
  }
}

function roomOf(token: string): string {
  return ROOM_PREFIX + token;
}
