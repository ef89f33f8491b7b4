import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';

import type { Receiver } from './receiver/receiver.js';
import { report, takeConnections } from './workers/worker.js';

/** How soon the receiver presents a certificate that takes the place of another one. */
const CERTIFICATES_LOOK_MS = 2000;

/** Ties the receiver to the life of the application: the store is open before it and closes after it. */
export class ReceiverService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private lookTimer: NodeJS.Timeout | undefined;
  private reported = '';

  /** @param isWorker whether another process listens */
  constructor(
    private readonly receiver: Receiver,
    private readonly isWorker: boolean,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.isWorker) takeConnections((host, socket) => this.receiver.take(host, socket));
    else await this.receiver.listen();
    this.report();
    this.lookAgainLater();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.lookTimer);
    await this.receiver.close();
  }

  async reloadCertificates(): Promise<void> {
    await this.receiver.reloadCertificates();
    this.report();
  }

  private report(): void {
    const { certificates } = this.receiver;
    if (!this.isWorker || certificates === this.reported) return;
    this.reported = certificates;
    report(certificates);
  }

  /** Looks, rather than being told: the files may be in a volume that another container writes. */
  private lookAgainLater(): void {
    this.lookTimer = setTimeout(() => {
      void this.receiver.takeOverCertificates().finally(() => {
        this.report();
        this.lookAgainLater();
      });
    }, CERTIFICATES_LOOK_MS).unref();
  }
}
