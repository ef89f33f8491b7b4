import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';

import { openStore, type StoreOptions } from './open-store.js';
import type { Store } from './store.js';

/** Injects the `Store`. */
export const STORE = Symbol('STORE');

/** Opens the store before the application starts, and closes it after everything else has shut down. */
@Module({})
export class StoreModule implements OnApplicationShutdown {
  constructor(@Inject(STORE) private readonly store: Store) {}

  static forRoot(options: StoreOptions): DynamicModule {
    return {
      module: StoreModule,
      global: true,
      providers: [{ provide: STORE, useFactory: () => openStore(options) }],
      exports: [STORE],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}
