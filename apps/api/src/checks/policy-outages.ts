import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import { outagesIn } from '#caddy';
import type { Check, Outage } from '#checks';
import type { Config } from '#config';
import type { SparingLog } from '#logging';

import { CLOCK, type Clock, CONFIG, STATE_LOG } from '../core/core.tokens.js';

const LOOK_MS = 1_000;

/**
 * When the policies of MTA-STS were not served, as far as is known: Caddy's container notes when it is there. In a lab, the API serves
 * them itself: of a check that was made before it started, nobody knows how long it was away.
 */
@Injectable()
export class PolicyOutages implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private known: readonly Outage[] = [];
  private readonly startedAt: number;
  private timer: NodeJS.Timeout | undefined;
  private isEnding = false;

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'caddyDir' | 'policyPort'>,
    @Inject(CLOCK) now: Clock,
    @Inject(STATE_LOG) private readonly log: SparingLog,
  ) {
    this.startedAt = now();
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.caddyDir !== undefined) await this.look(this.config.caddyDir);
  }

  beforeApplicationShutdown(): void {
    this.isEnding = true;
    clearTimeout(this.timer);
  }

  of({ createdAt }: Pick<Check, 'createdAt'>): readonly Outage[] {
    const { known, startedAt, config } = this;
    const isOlder = config.policyPort !== undefined && createdAt < startedAt;
    return isOlder ? [{ from: createdAt, until: startedAt }] : known;
  }

  /** Never rejects. */
  private async look(dir: string): Promise<void> {
    try {
      this.known = await outagesIn(dir);
    } catch (err) {
      this.log.error('when policies were served cannot be read', { err });
    }
    if (this.isEnding) return;
    this.timer = setTimeout(() => void this.look(dir), LOOK_MS).unref();
  }
}
