import { type DynamicModule, Global, Module } from '@nestjs/common';

import type { Config } from '#config';
import type { Logger } from '#logging';
import { StoreModule } from '#store';

import { CLOCK, type Clock, CONFIG, LOGGER } from './core.tokens.js';

export interface Core {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** What every feature may ask for: the configuration, the store, the log and the time. */
@Global()
@Module({})
export class CoreModule {
  static of({ config, logger, clock }: Core): DynamicModule {
    return {
      module: CoreModule,
      imports: [
        StoreModule.forRoot({
          database: config.database,
          maxObservationsPerCheck: config.checks.maxObservationsPerCheck,
          onFeedError: (error) => logger.error({ err: error }, 'the feed of observations failed'),
        }),
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: CLOCK, useValue: clock },
      ],
      exports: [CONFIG, LOGGER, CLOCK],
    };
  }
}
