import { Inject, Injectable } from '@nestjs/common';

import type { SparingLog } from '#logging';
import { logStoreError, type ObservationNotice } from '#store';

import { type CheckReading, ChecksService } from '../checks/checks.service.js';
import { CLOCK, type Clock, STATE_LOG } from '../core/core.tokens.js';
import { Metrics } from '../metrics/metrics.js';
import type { LiveServer, LiveSocket } from './socket.types.js';
import { UnknownNames } from './unknown-names.js';
import { WatchPlaces } from './watch-places.js';
import { WatchedCheck } from './watched-check.js';

const ROOM_PREFIX = 'check:';

/** The checks that somebody watches: each has a room of sockets, and a `WatchedCheck` as long as the room is there. */
@Injectable()
export class WatchedChecks {
  private readonly byToken = new Map<string, WatchedCheck>();
  private readonly unknown = new UnknownNames();
  private server: LiveServer | undefined;

  constructor(
    @Inject(ChecksService) private readonly checks: ChecksService,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(STATE_LOG) private readonly log: SparingLog,
    @Inject(WatchPlaces) private readonly places: WatchPlaces,
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

  /**
   * Joins first and reads then, so that nothing falls in between. Watching again is harmless.
   *
   * @throws WatchesExhaustedError, and the errors of the store
   */
  async watch(
    socket: LiveSocket,
    token: string,
    answer: (reading: CheckReading | null) => void,
  ): Promise<void> {
    if (this.unknown.has(token)) return answer(null);
    const watch = this.places.enter(socket, roomOf(token));
    try {
      await this.getOrAdd(token).tell((reading) => {
        if (reading === null) this.unknown.add(token);
        if (reading === null) watch.leave();
        else watch.keep();
        answer(reading);
      });
    } catch (error) {
      watch.giveUp();
      throw error;
    }
  }

  /** Something about the check changed; nothing happens when nobody watches it. */
  refresh(token: string): void {
    this.byToken.get(token)?.refresh();
  }

  /** Messages came, each for one check: they bear upon others that were mailed from the same client address. */
  mailed(messages: readonly Pick<ObservationNotice, 'token' | 'clientAddress'>[]): void {
    const receivers = new Set(messages.map(({ token }) => token));
    const all = clientsOf(messages);
    for (const [token, check] of this.byToken) {
      check.mailedFrom(
        receivers.has(token) ? clientsOf(messages.filter((each) => each.token !== token)) : all,
      );
    }
  }

  refreshAll(): void {
    for (const check of this.byToken.values()) check.refresh();
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

function clientsOf(messages: readonly Pick<ObservationNotice, 'clientAddress'>[]): Set<string> {
  return new Set(messages.map(({ clientAddress }) => clientAddress));
}
