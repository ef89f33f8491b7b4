/**
 * The real thing on one machine: the built product as receiver, a signed zone with its records, a validating resolver
 * and real senders, all on loopback.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { Knot } from './knot.js';
import { makeLabDirectory } from './lab-directory.js';
import { LAB_DOMAIN } from './lab-addresses.js';
import { Postfix } from './postfix.js';
import type { SenderName } from './postfix-profiles.js';
import { Product } from './product.js';
import { Unbound } from './unbound.js';

/** Runs what has to be undone, last first; the first error is thrown when everything was tried. */
class Cleanup {
  private readonly steps: (() => Promise<void>)[] = [];

  add(step: () => Promise<void>): void {
    this.steps.push(step);
  }

  async run(): Promise<void> {
    const errors: unknown[] = [];
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      await step().catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
  }
}

export class Lab {
  private readonly senders = new Map<SenderName, Promise<Postfix>>();

  private constructor(
    readonly directory: string,
    readonly product: Product,
    private readonly cleanup: Cleanup,
  ) {}

  /** Starts product, name server and resolver. What was started is ended again when something fails. */
  static async start(): Promise<Lab> {
    const directory = await makeLabDirectory();
    const cleanup = new Cleanup();
    cleanup.add(() => rm(directory, { recursive: true, force: true }));
    const lab = new Lab(directory, new Product(join(directory, 'product')), cleanup);
    try {
      await lab.startServers();
      return lab;
    } catch (error) {
      await cleanup.run().catch(() => undefined);
      throw error;
    }
  }

  /** Starts the Postfix of that name, unless it runs. */
  sender(name: SenderName): Promise<Postfix> {
    const started = this.senders.get(name) ?? this.startSender(name);
    this.senders.set(name, started);
    return started;
  }

  /** Ends everything and leaves nothing behind. @throws UncleanExitError when the product did not end by itself */
  async stop(): Promise<void> {
    await this.cleanup.run();
  }

  private async startServers(): Promise<void> {
    const { directory, product, cleanup } = this;
    await product.setUp();
    cleanup.add(() => product.stop());
    const knot = new Knot({
      directory: join(directory, 'knot'),
      domain: LAB_DOMAIN,
      zonesDir: product.zonesDir,
    });
    cleanup.add(() => knot.stop());
    const [trustAnchor] = await Promise.all([knot.start(), product.start()]);
    const unbound = new Unbound({ directory: join(directory, 'unbound'), domain: LAB_DOMAIN, trustAnchor });
    cleanup.add(() => unbound.stop());
    await unbound.start();
  }

  private async startSender(name: SenderName): Promise<Postfix> {
    const sender = new Postfix(name, join(this.directory, `postfix-${name}`));
    this.cleanup.add(() => sender.stop());
    await sender.start();
    return sender;
  }
}
