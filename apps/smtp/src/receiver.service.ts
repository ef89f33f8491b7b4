import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';

import type { Receiver } from './receiver/receiver.js';

/** Ties the receiver to the life of the application: the store is open before it and closes after it. */
export class ReceiverService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly receiver: Receiver) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.receiver.listen();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.receiver.close();
  }

  async reloadCertificates(): Promise<void> {
    await this.receiver.reloadCertificates();
  }
}
