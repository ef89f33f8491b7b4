import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';

import type { Config } from '#config';

import { CLOCK, type Clock, CONFIG } from '../core/core.tokens.js';
import { ClientAddresses } from './client-addresses.js';
import type { Budget } from './rate-limit.decorator.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { BoundedRateLimitStorage } from './rate-limit.storage.js';

const MINUTE_MS = 60_000;

/** About 20 MB when full. */
const MAX_COUNTED_CLIENTS = 100_000;

@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      inject: [CONFIG, CLOCK],
      useFactory: ({ http, probes }: Config, clock: Clock) => ({
        throttlers: [
          { name: 'checks' satisfies Budget, ttl: MINUTE_MS, limit: http.checksPerMinute },
          { name: 'probes' satisfies Budget, ttl: MINUTE_MS, limit: probes.perMinute },
          { name: 'requests' satisfies Budget, ttl: MINUTE_MS, limit: http.requestsPerMinute },
        ],
        setHeaders: false,
        storage: new BoundedRateLimitStorage(clock, MAX_COUNTED_CLIENTS),
      }),
    }),
  ],
  providers: [ClientAddresses, { provide: APP_GUARD, useClass: RateLimitGuard }],
  exports: [ClientAddresses],
})
export class SecurityModule {}
