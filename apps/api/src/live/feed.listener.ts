import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import type { Logger } from '#logging';
import { type ObservationNotice, STORE, type Store } from '#store';

import { CheckChanges } from '../checks/check-changes.js';
import { LOGGER } from '../core/core.tokens.js';
import { Metrics } from '../metrics/metrics.js';
import { WatchedChecks } from './watched-checks.js';

/** How soon the checks of an observation are looked up again after the store failed. */
const RETRY_MS = 1_000;

/**
 * Turns new observations into updates of the checks that they belong to, once per check and page of the feed, and so what a
 * request changed.
 */
@Injectable()
export class FeedListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly subscriptions: (() => void)[] = [];

  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(WatchedChecks) private readonly watched: WatchedChecks,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CheckChanges) private readonly changes: CheckChanges,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.subscriptions.push(this.changes.subscribe((token) => this.watched.refresh(token)));
    this.subscriptions.push(await this.store.feed.subscribe((page) => this.onPage(page)));
  }

  beforeApplicationShutdown(): void {
    for (const unsubscribe of this.subscriptions) unsubscribe();
  }

  private onPage(page: readonly ObservationNotice[]): void {
    if (this.watched.isEmpty) return;
    const changed = new Set<string>();
    for (const observation of page) {
      if (observation.token === null) void this.onUnattributed(observation);
      else if (this.watched.has(observation.token)) {
        changed.add(observation.token);
        this.metrics.observationsPushed.inc({ kind: observation.kind });
      }
    }
    for (const token of changed) this.watched.refresh(token);
  }

  /** Which checks it belongs to depends on what else the same client did (attribution in #checks). */
  private async onUnattributed(observation: ObservationNotice): Promise<void> {
    try {
      const tokens = (await this.store.observations.tokensOf(observation)).filter((token) =>
        this.watched.has(token),
      );
      if (tokens.length > 0) this.metrics.observationsPushed.inc({ kind: observation.kind });
      for (const token of tokens) this.watched.refresh(token);
    } catch (error) {
      this.logger.error(
        { err: error, observation: observation.id },
        'an observation could not be attributed',
      );
      setTimeout(() => void this.onUnattributed(observation), RETRY_MS).unref();
    }
  }
}
