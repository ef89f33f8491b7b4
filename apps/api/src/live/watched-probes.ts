import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import type { Config } from '#config';

import { CONFIG } from '../core/core.tokens.js';
import type { ProbeStatus } from '../probes/active-probe.js';
import { ProbeChanges } from '../probes/probe-changes.js';
import { viewProbe } from '../probes/probe.view.js';
import type { LiveServer } from './socket.types.js';

/** Steps come by the dozen; more often than this nobody reads. */
const MIN_INTERVAL_MS = 200;

/** Pushes each probe to whoever watches it: now and then while it goes on, and at once when it has ended. */
@Injectable()
export class WatchedProbes implements OnApplicationBootstrap {
  /** What is to be pushed next, by id. */
  private readonly latest = new Map<string, ProbeStatus>();
  private server: LiveServer | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ProbeChanges) private readonly changes: ProbeChanges,
  ) {}

  attach(server: LiveServer): void {
    this.server = server;
  }

  onApplicationBootstrap(): void {
    this.changes.subscribe((probe) => this.onChange(probe));
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
    this.server?.to(probeRoom(id)).emit('probe:update', viewProbe(this.config, probe));
  }

  private isWatched({ id }: ProbeStatus): boolean {
    return this.server?.of('/').adapter.rooms.has(probeRoom(id)) ?? false;
  }
}

export function probeRoom(id: string): string {
  return `probe:${id}`;
}
