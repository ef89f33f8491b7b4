import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';

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
  type SystemKnowledge,
} from '#checks';
import type { SparingLog } from '#logging';
import { STORE, type Store } from '#store';

import { CLOCK, type Clock, STATE_LOG } from '../../core/core.tokens.js';
import { FetchMemory } from './fetch-memory.js';
import { StoreFollower } from './store-follower.js';
import { SystemsService } from './systems.service.js';

const MAX_KNOWN = 5_000;

/**
 * Which MTA-STS policies were fetched within the time that senders may keep them, by whomever: what concerns a check is found when
 * it is read. They name no check, so they are remembered here and not looked for at each reading.
 */
@Injectable()
export class KnownFetches implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private known = new FetchMemory(MAX_KNOWN);
  private readonly follower: StoreFollower;

  constructor(
    @Inject(STORE) store: Pick<Store, 'observations' | 'feed'>,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(STATE_LOG) log: SparingLog,
    @Inject(SystemsService) private readonly systems: SystemsService,
  ) {
    this.follower = new StoreFollower(store.feed, log, {
      what: 'fetches of policies',
      concerns: ({ kind }) => kind === 'policy-fetch',
      read: (afterId) => store.observations.policyFetches(this.now() - LONGEST_POLICY_MS, afterId),
      take: (found) => {
        for (const fetch of found) this.known.add(fetch);
      },
      forget: () => {
        this.known = new FetchMemory(MAX_KNOWN);
      },
    });
  }

  onApplicationBootstrap(): Promise<void> {
    return this.follower.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.follower.stop();
  }

  /** The observations of a check with the fetches of its system among them, and what that may have cached. */
  of(
    check: Check,
    observations: readonly Observation[],
    systems: SystemKnowledge,
  ): { readonly observations: readonly Observation[]; readonly cache: PolicyCache } {
    const now = this.now();
    const fetches: Fetches = this.known.all().filter(({ at }) => at > now - LONGEST_POLICY_MS);
    const possible = possibleFetchers(observations, fetches);
    const fetchers = this.systems.fetchersFor(check.token, observations, possible);
    const ofSystem = fetchesOfSystem(observations, fetches, systems, fetchers);
    const joined = joinFetches(check, observations, ofSystem);
    return { observations: joined, cache: policyCache(check, joined, ofSystem, now) };
  }
}
