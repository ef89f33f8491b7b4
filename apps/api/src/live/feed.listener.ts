import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import type { ObservationKind } from '#checks';
import type { SparingLog } from '#logging';
import { type ObservationNotice, STORE, type Store, logStoreError } from '#store';

import { CheckChanges } from '../checks/check-changes.js';
import { STATE_LOG } from '../core/core.tokens.js';
import { Metrics } from '../metrics/metrics.js';
import { WatchedChecks } from './watched-checks.js';

/** How soon a release shows that another API was asked for. */
const RELEASES_MS = 1_000;

/** How soon the watched checks are read again after it was not found out which of them an observation belongs to. */
const RETRY_MS = 1_000;

/** Observations of strangers whose checks are being looked up: beyond that, one reading of what is watched costs less. */
const MAX_ATTRIBUTING = 100;

/** Observations that are not the end of a session. */
const BEFORE_THE_END: ReadonlySet<ObservationKind> = new Set([
  'tls-established',
  'dns-query',
  'policy-fetch',
]);

/**
 * Turns new observations into updates of the checks that they belong to or bear upon, once per check and page of the feed, and
 * so what a request changed.
 */
@Injectable()
export class FeedListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly subscriptions: (() => void)[] = [];
  private attributing = 0;
  private retry: NodeJS.Timeout | undefined;
  private releases: NodeJS.Timeout | undefined;
  private isEnding = false;

  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(WatchedChecks) private readonly watched: WatchedChecks,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(STATE_LOG) private readonly log: SparingLog,
    @Inject(CheckChanges) private readonly changes: CheckChanges,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.subscriptions.push(this.changes.subscribe((token) => this.watched.refresh(token)));
    this.lookForReleases();
    this.subscriptions.push(
      await this.store.feed.subscribe(
        (page) => this.onPage(page),
        () => this.onRewind(),
      ),
    );
  }

  beforeApplicationShutdown(): void {
    clearTimeout(this.retry);
    clearTimeout(this.releases);
    this.isEnding = true;
    for (const unsubscribe of this.subscriptions) unsubscribe();
  }

  /** One look at a time. */
  private lookForReleases(): void {
    this.releases = setTimeout(() => {
      this.watched
        .refreshReleased()
        .catch((error: unknown) => logStoreError(this.log, error, 'releases could not be looked for'))
        .finally(() => {
          if (!this.isEnding) this.lookForReleases();
        });
    }, RELEASES_MS).unref();
  }

  private onRewind(): void {
    this.log.warn('the store went back, as after a fail-over: what is watched is read again');
    this.watched.refreshAll();
  }

  private onPage(page: readonly ObservationNotice[]): void {
    for (const { kind, scenario } of page) {
      if (!BEFORE_THE_END.has(kind)) this.metrics.sessions.inc({ scenario, outcome: kind });
    }
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
    const mailed = page.filter(({ token, kind }) => token !== null && kind === 'delivered');
    if (mailed.length > 0) this.watched.mailed(mailed);
  }

  /** Which checks it belongs to depends on what else the same client did (attribution in #checks). */
  private async onUnattributed(observation: ObservationNotice): Promise<void> {
    if (this.attributing >= MAX_ATTRIBUTING) return this.refreshAllSoon();
    this.attributing += 1;
    try {
      const tokens = (await this.store.observations.tokensOf(observation)).filter((token) =>
        this.watched.has(token),
      );
      if (tokens.length > 0) this.metrics.observationsPushed.inc({ kind: observation.kind });
      for (const token of tokens) this.watched.refresh(token);
    } catch (error) {
      logStoreError(this.log, error, 'an observation could not be attributed', {
        observation: observation.id,
      });
      this.refreshAllSoon();
    } finally {
      this.attributing -= 1;
    }
  }

  /** Once, however many observations it is about. */
  private refreshAllSoon(): void {
    this.retry ??= setTimeout(() => {
      this.retry = undefined;
      this.watched.refreshAll();
    }, RETRY_MS).unref();
  }
}
