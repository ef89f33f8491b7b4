import { randomBytes } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';

import { createToken, isToken, judge } from '#checks';
import type { Config } from '#config';
import type { CheckBody } from '#contracts';
import { STORE, type Store } from '#store';

import { CLOCK, type Clock, CONFIG } from '../core/core.tokens.js';
import { Metrics } from '../metrics/metrics.js';
import { viewCheck } from './check.view.js';

/** A check as it is at one moment. */
export interface CheckReading {
  readonly body: CheckBody;
  /** When the verdict would change by time alone (milliseconds since the epoch); null when it would not. */
  readonly changesAt: number | null;
}

@Injectable()
export class ChecksService {
  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  async create(): Promise<CheckBody> {
    const createdAt = this.now();
    const check = {
      token: createToken(randomBytes),
      createdAt,
      expiresAt: createdAt + this.config.checks.retentionMs,
    };
    await this.store.checks.insert(check, this.config.checks.maxChecks);
    this.metrics.checksCreated.inc();
    return viewCheck(this.config, { ...check, observationsDropped: 0 }, [], judge([], createdAt));
  }

  /** The check as it is now; null when the token is unknown, malformed or expired. */
  async read(token: string): Promise<CheckReading | null> {
    if (!isToken(token)) return null;
    const check = await this.store.checks.find(token, this.now());
    if (check === null) return null;
    const observations = await this.store.observations.ofCheck(check);
    const verdict = judge(observations, this.now());
    return { body: viewCheck(this.config, check, observations, verdict), changesAt: verdict.changesAt };
  }
}
