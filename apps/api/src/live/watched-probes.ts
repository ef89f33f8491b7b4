import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import type { Config } from '#config';
import type { ProbeBody } from '#contracts';
import type { SparingLog } from '#logging';
import { logStoreError } from '#store';
import { LANGUAGE_TAGS, type LanguageTag, probeIn } from '#words';

import { CONFIG, STATE_LOG } from '../core/core.tokens.js';
import { ProbeChanges, type ProbeStatus } from '../probes/active-probes.js';
import { viewProbe } from '../probes/probe.view.js';
import { ProbesService } from '../probes/probes.service.js';
import { ReadTurns } from '../security/read-turns.js';
import { languageOf } from './socket-language.js';
import type { LiveServer, LiveSocket } from './socket.types.js';
import { UnknownNames } from './unknown-names.js';
import { WatchPlaces } from './watch-places.js';

/** Steps come by the dozen; more often than this nobody reads. */
const MIN_INTERVAL_MS = 200;

/** How soon the end of a probe that another API runs is seen. */
const ELSEWHERE_MS = 1_000;

/** Pushes each probe to whoever watches it: now and then while it goes on, and immediately when it has ended. */
@Injectable()
export class WatchedProbes implements OnApplicationBootstrap {
  /** What is to be pushed next, by id. */
  private readonly latest = new Map<string, ProbeStatus>();
  /** Readings under way, by id: who asks meanwhile gets the same answer. */
  private readonly reading = new Map<string, Promise<ProbeBody | null>>();
  private readonly unknown = new UnknownNames();
  /** Watched probes that another API runs. */
  private readonly elsewhere = new Set<string>();
  private lookTimer: NodeJS.Timeout | undefined;
  private server: LiveServer | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ProbeChanges) private readonly changes: ProbeChanges,
    @Inject(ProbesService) private readonly probes: ProbesService,
    @Inject(WatchPlaces) private readonly places: WatchPlaces,
    @Inject(ReadTurns) private readonly turns: ReadTurns,
    @Inject(STATE_LOG) private readonly log: SparingLog,
  ) {}

  attach(server: LiveServer): void {
    this.server = server;
  }

  onApplicationBootstrap(): void {
    this.changes.subscribe((probe) => this.onChange(probe));
  }

  /**
   * Joins first and reads then, so that nothing falls in between. Null when there is no such probe. Watching again is harmless.
   *
   * @throws WatchesExhaustedError, and the errors of the store
   */
  async watch(socket: LiveSocket, id: string): Promise<ProbeBody | null> {
    if (this.unknown.has(id)) return null;
    const language = languageOf(socket);
    const watch = this.places.enter(socket, roomOf(id, language));
    try {
      const probe = await this.turns.take(socket.request, () => this.read(id));
      if (probe === null) this.unknown.add(id);
      if (probe === null) watch.leave();
      else watch.keep();
      if (probe !== null && this.probes.runsElsewhere(probe)) this.followElsewhere(id);
      return probe === null ? null : probeIn(probe, language);
    } catch (error) {
      watch.giveUp();
      throw error;
    }
  }

  private read(id: string): Promise<ProbeBody | null> {
    const underWay = this.reading.get(id);
    if (underWay !== undefined) return underWay;
    const reading = this.probes.read(id).finally(() => this.reading.delete(id));
    this.reading.set(id, reading);
    return reading;
  }

  /** The store has its end alone, and so do those who watch it here. */
  private followElsewhere(id: string): void {
    this.elsewhere.add(id);
    this.lookTimer ??= setTimeout(() => void this.lookElsewhere(), ELSEWHERE_MS).unref();
  }

  private async lookElsewhere(): Promise<void> {
    for (const id of this.elsewhere) {
      try {
        const probe = this.isWatched(id) ? await this.probes.read(id) : null;
        if (probe !== null && this.probes.runsElsewhere(probe)) continue;
        this.elsewhere.delete(id);
        if (probe !== null) this.emit(probe);
      } catch (error) {
        logStoreError(this.log, error, 'a watched probe could not be read', { probe: id });
      }
    }
    this.lookTimer = undefined;
    const [next] = this.elsewhere;
    if (next !== undefined) this.followElsewhere(next);
  }

  private onChange(probe: ProbeStatus): void {
    if (!this.isWatched(probe.id)) return;
    const isPlanned = this.latest.has(probe.id);
    this.latest.set(probe.id, probe);
    if (probe.finishedAt !== null) this.push(probe.id);
    else if (!isPlanned) setTimeout(() => this.push(probe.id), MIN_INTERVAL_MS).unref();
  }

  private push(id: string): void {
    const probe = this.latest.get(id);
    // Its end was pushed before its turn.
    if (probe === undefined) return;
    this.latest.delete(id);
    this.emit(viewProbe(this.config, probe));
  }

  private emit(probe: ProbeBody): void {
    for (const language of LANGUAGE_TAGS) {
      const room = roomOf(probe.id, language);
      if (this.hasRoom(room)) this.server?.to(room).emit('probe:update', probeIn(probe, language));
    }
  }

  private isWatched(id: string): boolean {
    return LANGUAGE_TAGS.some((language) => this.hasRoom(roomOf(id, language)));
  }

  private hasRoom(room: string): boolean {
    return this.server?.of('/').adapter.rooms.has(room) ?? false;
  }
}

/** One for each language that the probe is watched in. */
function roomOf(id: string, language: LanguageTag): string {
  return `probe:${language}:${id}`;
}
