import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import {
  type Check,
  joinSessions,
  nearbySessions,
  type Observation,
  POOLED_SCENARIOS,
  possibleMembers,
  SAME_CLIENT_WINDOW_MS,
  type StoredObservation,
  type SystemKnowledge,
} from '#checks';
import type { SparingLog } from '#logging';
import { type ObservationNotice, STORE, type Store } from '#store';

import { CheckChanges } from '../check-changes.js';
import { STATE_LOG } from '../../core/core.tokens.js';
import { StoreFollower } from './store-follower.js';
import { SystemsService } from './systems.service.js';

/** Of each kind. */
const MAX_KNOWN = 5_000;

/** How soon those who watch a check see what concerns it, and how many checks are read again then: the newest. */
const SHOWN_AFTER_MS = 1_000;
const MAX_SHOWN = 20;

/**
 * What happened at the hosts with a policy, which all checks share, for whatever check: whose system a client is of that names none
 * is found when a check is read, since only DNS says it.
 */
@Injectable()
export class KnownSessions implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly nameless = new LRUCache<number, StoredObservation>({ max: MAX_KNOWN });
  private readonly deliveries = new LRUCache<number, StoredObservation>({ max: MAX_KNOWN });
  private readonly follower: StoreFollower;
  /** Checks that what came last may concern. */
  private readonly concerned = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(STORE) store: Pick<Store, 'observations' | 'feed'>,
    @Inject(STATE_LOG) log: SparingLog,
    @Inject(SystemsService) private readonly systems: SystemsService,
    @Inject(CheckChanges) private readonly changes: CheckChanges,
  ) {
    this.follower = new StoreFollower(store.feed, log, {
      what: 'sessions at hosts with a policy',
      concerns: isPooled,
      read: (afterId) => store.observations.pooledSessions(afterId),
      take: (found) => this.take(found),
      forget: () => {
        this.nameless.clear();
        this.deliveries.clear();
      },
    });
  }

  onApplicationBootstrap(): Promise<void> {
    return this.follower.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    return this.follower.stop();
  }

  /** The observations of a check with those of its system among them, and what is known of its addresses. */
  of(
    check: Check,
    observations: readonly Observation[],
    systems: SystemKnowledge,
  ): { readonly observations: readonly Observation[]; readonly systems: SystemKnowledge } {
    const nearby = nearbySessions(check, observations, {
      nameless: () => [...this.nameless.values()],
      deliveries: () => [...this.deliveries.values()],
    });
    const members = this.systems.membersFor(check.token, observations, possibleMembers(nearby));
    return {
      observations: joinSessions(observations, nearby, systems, members),
      systems: new Map([...members, ...systems]),
    };
  }

  /** What was delivered in between, for any check. @returns isWhole unless some of it may be forgotten */
  deliveriesBetween(
    startAt: number,
    endAt: number,
  ): { readonly deliveries: readonly StoredObservation[]; readonly isWhole: boolean } {
    const deliveries = [...this.deliveries.values()].filter(({ at }) => at >= startAt && at <= endAt);
    return { deliveries, isWhole: this.deliveries.size < MAX_KNOWN };
  }

  private take(found: readonly StoredObservation[]): void {
    for (const each of found) (each.token === null ? this.nameless : this.deliveries).set(each.id, each);
    const times = found.map(({ at }) => at);
    for (const { token, at } of this.deliveries.values())
      if (token !== null && times.some((time) => Math.abs(time - at) <= SAME_CLIENT_WINDOW_MS))
        this.concerned.add(token);
    if (this.concerned.size > 0) this.timer ??= setTimeout(() => this.show(), SHOWN_AFTER_MS).unref();
  }

  private show(): void {
    this.timer = undefined;
    const newest = [...this.concerned].slice(0, MAX_SHOWN);
    this.concerned.clear();
    for (const token of newest) this.changes.changed(token);
  }
}

function isPooled({ token, kind, scenario }: ObservationNotice): boolean {
  const isSession = kind !== 'policy-fetch' && kind !== 'dns-query';
  return POOLED_SCENARIOS.includes(scenario) && isSession && (token === null || kind === 'delivered');
}
