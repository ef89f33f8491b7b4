import { type DynamicModule, Global, Module } from '@nestjs/common';

import type { Config } from '#config';
import type { Logger } from '#logging';
import { StoreModule } from '#store';

import type { ResolveTxt } from '../operator/reports/resolve-txt.js';
import type { ProbeEngine } from '../probes/engine/probe-engine.js';
import { CLOCK, type Clock, CONFIG, LOGGER, PROBE_ENGINE, RESOLVE_TXT } from './core.tokens.js';

export interface Core {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly probeEngine: ProbeEngine;
  readonly resolveTxt: ResolveTxt;
}

/** What the features may ask for: the configuration, the store, the log, the time, DNS, and what probes. */
@Global()
@Module({})
export class CoreModule {
  static of({ config, logger, clock, probeEngine, resolveTxt }: Core): DynamicModule {
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
        { provide: PROBE_ENGINE, useValue: probeEngine },
        { provide: RESOLVE_TXT, useValue: resolveTxt },
      ],
      exports: [CONFIG, LOGGER, CLOCK, PROBE_ENGINE, RESOLVE_TXT],
    };
  }
}
