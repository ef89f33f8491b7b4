import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import type { Logger, SparingLog } from '#logging';
import { STORE, type Store, logStoreError } from '#store';

import { CLOCK, type Clock, LOGGER, STATE_LOG } from '../core/core.tokens.js';

const EVERY_MS = 60_000;

/** Deletes expired checks every minute, one run after the other. */
@Injectable()
export class RetentionJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(STATE_LOG) private readonly stateLog: SparingLog,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Resolves when what has expired is deleted; never rejects: the next run tries again. */
  run(): Promise<void> {
    this.running ??= this.deleteExpired().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async deleteExpired(): Promise<void> {
    try {
      const checks = await this.store.checks.deleteExpired(this.now());
      if (checks > 0) this.logger.info({ checks }, 'expired checks deleted');
    } catch (error) {
      logStoreError(this.stateLog, error, 'expired checks could not be deleted');
    }
  }
}
