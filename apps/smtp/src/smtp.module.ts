import { Module, type DynamicModule } from '@nestjs/common';

import type { Config } from '#config';
import type { Logger } from '#logging';
import { STORE, StoreModule, type Store } from '#store';

import { createReceiver } from './receiver/create-receiver.js';
import { ReceiverService } from './receiver.service.js';

@Module({})
export class SmtpModule {
  /** @param isWorker whether another process listens for it */
  static forRoot(config: Config, logger: Logger, isWorker = false): DynamicModule {
    return {
      module: SmtpModule,
      imports: [
        StoreModule.forRoot({
          database: config.database,
          maxObservationsPerCheck: config.checks.maxObservationsPerCheck,
        }),
      ],
      providers: [
        {
          provide: ReceiverService,
          useFactory: async (store: Store) =>
            new ReceiverService(await createReceiver({ config, store, logger }), isWorker),
          inject: [STORE],
        },
      ],
    };
  }
}
