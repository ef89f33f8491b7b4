import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';

import type { QueryRecorder } from './queries/query-recorder.js';
import type { DnstapListener } from './socket/dnstap-listener.js';

/** Ties the listener to the life of the application: the store is open before it and closes after it. */
export class Observer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly listener: DnstapListener,
    private readonly recorder: QueryRecorder,
  ) {}

  /** @throws SocketError */
  async onApplicationBootstrap(): Promise<void> {
    await this.listener.listen();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.listener.close();
    await this.recorder.idle();
  }
}
