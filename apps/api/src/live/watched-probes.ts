import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import type { Config } from '#config';
import type { ProbeBody } from '#contracts';
import { LANGUAGE_TAGS, type LanguageTag } from '#words';

import { CONFIG } from '../core/core.tokens.js';
import { ProbeChanges, type ProbeStatus } from '../probes/active-probes.js';
import { probeIn } from '../probes/probe.translation.js';
import { viewProbe } from '../probes/probe.view.js';
import { ProbesService } from '../probes/probes.service.js';
import { languageOf } from './socket-language.js';
import type { LiveServer, LiveSocket } from './socket.types.js';
import { UnknownNames } from './unknown-names.js';
import { WatchPlaces } from './watch-places.js';

/** Steps come by the dozen; more often than this nobody reads. */
const MIN_INTERVAL_MS = 200;

/** Pushes each probe to whoever watches it: now and then while it goes on, and immediately when it has ended. */
@Injectable()
export class WatchedProbes implements OnApplicationBootstrap {
  /** What is to be pushed next, by id. */
  private readonly latest = new Map<string, ProbeStatus>();
  /** Readings under way, by id: who asks meanwhile gets the same answer. */
  private readonly reading = new Map<string, Promise<ProbeBody | null>>();
  private readonly unknown = new UnknownNames();
  private server: LiveServer | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ProbeChanges) private readonly changes: ProbeChanges,
    @Inject(ProbesService) private readonly probes: ProbesService,
    @Inject(WatchPlaces) private readonly places: WatchPlaces,
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
      const probe = await this.read(id);
      if (probe === null) this.unknown.add(id);
      if (probe === null) watch.leave();
      else watch.keep();
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

  private onChange(probe: ProbeStatus): void {
    if (!this.isWatched(probe)) return;
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
    const body = viewProbe(this.config, probe);
    for (const language of LANGUAGE_TAGS.filter((tag) => this.hasRoom(roomOf(id, tag)))) {
      this.server?.to(roomOf(id, language)).emit('probe:update', probeIn(body, language));
    }
  }

  private isWatched({ id }: ProbeStatus): boolean {
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
