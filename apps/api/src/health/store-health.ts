import { Inject, Injectable } from '@nestjs/common';

import type { Logger } from '#logging';
import { STORE, type Store } from '#store';

import { LOGGER } from '../core/core.tokens.js';

/** A store that takes longer than this is of no use to a visitor. */
const TIMEOUT_MS = 2_000;

/** Asks the store whether it answers; those who ask at the same time share one question. */
@Injectable()
export class StoreHealth {
  private asking: Promise<boolean> | undefined;

  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  isUp(): Promise<boolean> {
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async ask(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
    });
    try {
      await Promise.race([this.store.ping(), timeout]);
      return true;
    } catch (error) {
      this.logger.error({ err: error }, 'the store does not answer');
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}
