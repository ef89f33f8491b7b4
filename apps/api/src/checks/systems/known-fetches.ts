import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import {
  type Check,
  type Fetches,
  fetchesOfSystem,
  joinFetches,
  LONGEST_POLICY_MS,
  type Observation,
  policyCache,
  type PolicyCache,
  possibleFetchers,
  type StoredObservation,
  type SystemKnowledge,
} from '#checks';
import type { SparingLog } from '#logging';
import { logStoreError, STORE, type Store } from '#store';

import { CLOCK, type Clock, STATE_LOG } from '../../core/core.tokens.js';
import { SystemsService } from './systems.service.js';

const MAX_KNOWN = 5_000;

/**
 * Which MTA-STS policies were fetched within the time that senders may keep them, by whomever: what concerns a check is found when
 * it is read. They name no check, so they are remembered here and not looked for at each reading.
 */
@Injectable()
export class KnownFetches implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** The latest of each client and scenario. */
  private readonly known = new LRUCache<string, StoredObservation>({ max: MAX_KNOWN });
  private newestId = 0;
  private unsubscribe: (() => void) | null = null;
  private reading: Promise<void> | null = null;
  private isStale = false;

  constructor(
    @Inject(STORE) private readonly store: Pick<Store, 'observations' | 'feed'>,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(STATE_LOG) private readonly log: SparingLog,
    @Inject(SystemsService) private readonly systems: SystemsService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.unsubscribe = await this.store.feed.subscribe((page) => {
      if (page.some(({ kind }) => kind === 'policy-fetch')) this.readSoon();
    });
    this.readSoon();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.unsubscribe?.();
    this.isStale = false;
    await this.reading;
  }

  /** The observations of a check with the fetches of its system among them, and what that may have cached. */
  of(
    check: Check,
    observations: readonly Observation[],
    systems: SystemKnowledge,
  ): { readonly observations: readonly Observation[]; readonly cache: PolicyCache } {
    const now = this.now();
    const fetches: Fetches = [...this.known.values()].filter(({ at }) => at > now - LONGEST_POLICY_MS);
    const possible = possibleFetchers(observations, fetches);
    const fetchers = this.systems.fetchersFor(check.token, observations, possible);
    const ofSystem = fetchesOfSystem(observations, fetches, systems, fetchers);
    return {
      observations: joinFetches(check, observations, ofSystem),
      cache: policyCache(check, ofSystem, now),
    };
  }

  /** One reading at a time, and another for what came meanwhile. */
  private readSoon(): void {
    this.isStale = true;
    this.reading ??= this.read().finally(() => {
      this.reading = null;
      if (this.isStale) this.readSoon();
    });
  }

  private async read(): Promise<void> {
    this.isStale = false;
    try {
      const since = this.now() - LONGEST_POLICY_MS;
      for (const fetch of await this.store.observations.policyFetches(since, this.newestId)) {
        this.newestId = fetch.id;
        this.known.set(`${fetch.clientAddress} ${fetch.scenario}`, fetch);
      }
    } catch (error) {
      logStoreError(this.log, error, 'fetches of policies could not be read');
    }
  }
}
