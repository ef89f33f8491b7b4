import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import type { Outcome } from '#checks';
import { STORE, type Store } from '#store';

import { Metrics } from '../metrics/metrics.js';

/** Of so many checks it is remembered what they came to when they were read here last. */
const MAX_REMEMBERED = 10_000;

/** Counts what checks come to, each once, however many APIs read it. A reading that brings nothing new does not ask the store. */
@Injectable()
export class Outcomes {
  private readonly last = new LRUCache<string, Outcome>({ max: MAX_REMEMBERED });

  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** Never rejects: what a store that cannot write does not note is counted by a later reading. */
  async note(token: string, outcome: Outcome): Promise<void> {
    if ((this.last.get(token) ?? 'waiting') === outcome) return;
    this.last.set(token, outcome);
    try {
      if (await this.store.checks.noteOutcome(token, outcome)) this.metrics.outcomes.inc({ outcome });
    } catch {
      this.last.delete(token);
    }
  }
}
