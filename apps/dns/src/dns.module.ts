import { Module, type DynamicModule } from '@nestjs/common';

import type { Config } from '#config';
import type { Logger } from '#logging';
import { STORE, StoreModule, type Store } from '#store';

import { createObserver } from './create-observer.js';
import { Observer } from './observer.js';

@Module({})
export class DnsModule {
  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: DnsModule,
      imports: [
        StoreModule.forRoot({
          database: config.database,
          maxObservationsPerCheck: config.checks.maxObservationsPerCheck,
        }),
      ],
      providers: [
        {
          provide: Observer,
          useFactory: (store: Store) => createObserver({ config, store, logger }),
          inject: [STORE],
        },
      ],
    };
  }
}
