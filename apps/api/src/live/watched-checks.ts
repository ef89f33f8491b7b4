import { Inject, Injectable } from '@nestjs/common';

import type { SparingLog } from '#logging';
import { logStoreError, type ObservationNotice } from '#store';
import { LANGUAGE_TAGS, type LanguageTag } from '#words';

import { type CheckReading, ChecksService } from '../checks/checks.service.js';
import { CLOCK, type Clock, STATE_LOG } from '../core/core.tokens.js';
import { Metrics } from '../metrics/metrics.js';
import { ReadTurns } from '../security/read-turns.js';
import { languageOf } from './socket-language.js';
import type { LiveServer, LiveSocket } from './socket.types.js';
import { UnknownNames } from './unknown-names.js';
import { WatchPlaces } from './watch-places.js';
import { WatchedCheck } from './watched-check.js';

/** A check has a room for each language that it is watched in. */
const ROOM = /^check:[a-z]+:(.+)$/;

interface Watched {
  readonly check: WatchedCheck;
  /** How many releases were asked for when it was read last; null while none is possible. */
  requests: number | null;
  /** Each ends the wait of a request, with the new reading. */
  readonly waits: Set<(reading: CheckReading | null) => void>;
}

/**
 * The checks that somebody watches: each has a room of sockets, or requests that wait for its next change, and a `WatchedCheck`
 * as long as either is there.
 */
@Injectable()
export class WatchedChecks {
  private readonly byToken = new Map<string, Watched>();
  private readonly unknown = new UnknownNames();
  private server: LiveServer | undefined;

  constructor(
    @Inject(ChecksService) private readonly checks: ChecksService,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(STATE_LOG) private readonly log: SparingLog,
    @Inject(WatchPlaces) private readonly places: WatchPlaces,
    @Inject(ReadTurns) private readonly turns: ReadTurns,
  ) {}

  attach(server: LiveServer): void {
    this.server = server;
    server.of('/').adapter.on('delete-room', (room: string) => {
      const [, token] = ROOM.exec(room) ?? [];
      if (token !== undefined) this.forgetUnwatched(token);
    });
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
    const watch = this.places.enter(socket, roomOf(token, languageOf(socket)));
    try {
      await this.turns.take(socket.request, async () => {
        if (!socket.connected) return watch.giveUp();
        await this.getOrAdd(token).check.tell((reading) => {
          if (reading === null) this.unknown.add(token);
          if (reading === null) watch.leave();
          else watch.keep();
          answer(reading);
        });
      });
    } catch (error) {
      watch.giveUp();
      throw error;
    }
  }

  /**
   * Resolves when the check has another revision than the one that is known, when it changes, when `signal` ends the wait, or
   * when there is no such check. Listens first and reads then, as `watch` does.
   *
   * Answers the check as it is then: null when there is none, undefined when the wait ended before it could be read.
   *
   * @param client the address that the wait counts for
   * @throws WatchesExhaustedError, and the errors of the store
   */
  async changed(
    token: string,
    { revision, client }: { readonly revision: number | null; readonly client: string },
    signal: AbortSignal,
  ): Promise<CheckReading | null | undefined> {
    if (this.unknown.has(token)) return null;
    if (signal.aborted) return undefined;
    const leave = this.places.hold(client);
    const { check, waits } = this.getOrAdd(token);
    // What follows is pushed, so that the first reading holds until then.
    let latest: CheckReading | null | undefined;
    let end = (_reading: CheckReading | null): void => undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        end = (reading) => {
          latest = reading;
          resolve();
        };
        waits.add(end);
        signal.addEventListener('abort', () => resolve(), { once: true });
        const compare = (reading: CheckReading | null): void => {
          latest = reading;
          if (reading === null) this.unknown.add(token);
          if (reading === null || reading.revision !== (revision ?? reading.revision)) resolve();
        };
        const tell = async (): Promise<void> => (signal.aborted ? undefined : check.tell(compare));
        this.turns.take(client, tell).catch(reject);
      });
      return latest;
    } finally {
      waits.delete(end);
      leave();
      this.forgetUnwatched(token);
    }
  }

  /** Something about the check changed; nothing happens when nobody watches it. */
  refresh(token: string): void {
    this.byToken.get(token)?.check.refresh();
  }

  /** Messages came, each for one check: they bear upon others that were mailed from the same client address. */
  mailed(messages: readonly Pick<ObservationNotice, 'token' | 'clientAddress'>[]): void {
    const receivers = new Set(messages.map(({ token }) => token));
    const all = clientsOf(messages);
    // Of thousands that are watched, many times a second: nothing is allocated for those that do not heed it.
    this.byToken.forEach(({ check }, token) => {
      if (!check.heedsOthers) return;
      check.mailedFrom(
        receivers.has(token) ? clientsOf(messages.filter((each) => each.token !== token)) : all,
      );
    });
  }

  /** Reads those again whose release another API was asked for. */
  async refreshReleased(): Promise<void> {
    const releasable = [...this.byToken].filter(([, { requests }]) => requests !== null);
    if (releasable.length === 0) return;
    const counts = await this.checks.countRequests(releasable.map(([token]) => token));
    for (const [token, { check, requests }] of releasable) {
      if ((counts.get(token) ?? 0) > (requests ?? 0)) check.refresh();
    }
  }

  refreshAll(): void {
    for (const { check } of this.byToken.values()) check.refresh();
  }

  private getOrAdd(token: string): Watched {
    const known = this.byToken.get(token);
    if (known !== undefined) return known;
    const waits: Watched['waits'] = new Set();
    const check = new WatchedCheck({
      read: async () => {
        const reading = await this.checks.read(token);
        added.requests = reading === null || reading.possible.length === 0 ? null : reading.requests;
        return reading;
      },
      push: (reading) => {
        for (const language of LANGUAGE_TAGS) {
          const room = roomOf(token, language);
          if (this.hasRoom(room)) this.server?.to(room).emit('check:update', reading.bodyIn(language));
        }
        for (const end of waits) end(reading);
      },
      gone: () => this.tellGone(token, waits),
      failed: (error) => logStoreError(this.log, error, 'a watched check could not be read', { token }),
      now: this.now,
    });
    const added: Watched = { check, waits, requests: null };
    this.byToken.set(token, added);
    this.metrics.watchedChecks.set(this.byToken.size);
    return added;
  }

  /** Its watchers leave, and learn that it is not there when they ask again. */
  private tellGone(token: string, waits: Watched['waits']): void {
    this.unknown.add(token);
    for (const language of LANGUAGE_TAGS) {
      const room = roomOf(token, language);
      if (!this.hasRoom(room)) continue;
      this.server?.to(room).emit('check:gone', token);
      this.server?.in(room).socketsLeave(room);
    }
    for (const end of waits) end(null);
  }

  private hasRoom(room: string): boolean {
    return this.server?.of('/').adapter.rooms.has(room) ?? false;
  }

  private forgetUnwatched(token: string): void {
    const watched = this.byToken.get(token);
    if (watched === undefined || watched.waits.size > 0) return;
    if (LANGUAGE_TAGS.some((language) => this.hasRoom(roomOf(token, language)))) return;
    watched.check.close();
    this.byToken.delete(token);
    this.metrics.watchedChecks.set(this.byToken.size);
  }
}

function roomOf(token: string, language: LanguageTag): string {
  return `check:${language}:${token}`;
}

function clientsOf(messages: readonly Pick<ObservationNotice, 'clientAddress'>[]): Set<string> {
  return new Set(messages.map(({ clientAddress }) => clientAddress));
}
