import { Inject, Injectable } from '@nestjs/common';

import type { SparingLog } from '#logging';
import { STORE, type Store, StoreBusyError, logStoreError } from '#store';

import { STATE_LOG } from '../core/core.tokens.js';

/** A store that takes longer than this is of no use to a visitor. */
const TIMEOUT_MS = 2_000;

/** Asks the store whether it can be read and written; those who ask at the same time share one question. */
@Injectable()
export class StoreHealth {
  private asking: Promise<boolean> | undefined;

  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(STATE_LOG) private readonly log: SparingLog,
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
      timer = setTimeout(() => reject(new StoreBusyError(`The store gave no answer within ${TIMEOUT_MS} ms.`)), TIMEOUT_MS);
    });
    try {
      await Promise.race([this.store.ping(), timeout]);
      return true;
    } catch (error) {
      logStoreError(this.log, error, 'the store cannot be used');
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}
