import { getHeapStatistics } from 'node:v8';

import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';

import type { Config } from '#config';
import { TieredRates } from '#limits';
import type { SparingLog } from '#logging';

import { CLOCK, type Clock, CONFIG, STATE_LOG } from '../core/core.tokens.js';
import { UnreadAnswers } from '../http/unread-answers.js';
import { UnreadBytes } from '../http/unread-bytes.js';
import { ClientAddresses } from './client-addresses.js';
import type { Budget } from './rate-limit.decorator.js';
import { ReadTurns } from './read-turns.js';
import { RateLimitGuard } from './rate-limit.guard.js';

const MINUTE_MS = 60_000;

/** About 20 MB when full; a client that is alone in its networks takes two or three. */
const MAX_COUNTERS = 100_000;

@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      inject: [CONFIG],
      useFactory: ({ http, probes }: Config) => ({
        throttlers: [
          { name: 'checks' satisfies Budget, ttl: MINUTE_MS, limit: http.checksPerMinute },
          { name: 'probes' satisfies Budget, ttl: MINUTE_MS, limit: probes.perMinute },
          { name: 'requests' satisfies Budget, ttl: MINUTE_MS, limit: http.requestsPerMinute },
        ],
        setHeaders: false,
      }),
    }),
  ],
  providers: [
    ClientAddresses,
    {
      provide: TieredRates,
      inject: [CLOCK],
      useFactory: (clock: Clock) => new TieredRates(clock, MINUTE_MS, MAX_COUNTERS),
    },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    ReadTurns,
    UnreadAnswers,
    {
      provide: UnreadBytes,
      inject: [STATE_LOG],
      useFactory: (log: SparingLog) => new UnreadBytes(log, getHeapStatistics().heap_size_limit),
    },
  ],
  exports: [ClientAddresses, ReadTurns, TieredRates, UnreadAnswers, UnreadBytes],
})
export class SecurityModule {}
