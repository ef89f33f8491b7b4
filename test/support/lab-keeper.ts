/**
 * One lab for all end-to-end tests of a run, started when the first of them asks for it. It lives in the process that outlives
 * all test files; these reach it by HTTP.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Lab, LabDescription } from '../lab/lab.js';
import { isSenderName } from '../lab/sender-profiles.js';
import { startLab } from '../lab/start-lab.js';

/** Tests make more checks than a client in a minute. */
const ENVIRONMENT = { CHECKS_PER_MINUTE: '1000' };

export class LabKeeper {
  private lab: Promise<Lab> | undefined;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  static async start(): Promise<LabKeeper> {
    const keeper = new LabKeeper();
    keeper.server.listen(0, '127.0.0.1');
    await once(keeper.server, 'listening');
    return keeper;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** @throws UncleanExitError when the product did not end by itself */
  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await this.release();
  }

  private async serve({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      response.end(JSON.stringify(await this.answer(url.slice(1))));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  }

  private async answer(wish: string): Promise<LabDescription | null> {
    if (wish === 'release') {
      await this.release();
      return null;
    }
    const lab = await (this.lab ??= startLab([], { environment: ENVIRONMENT }));
    if (wish === 'not-validating') await lab.startNotValidating();
    else if (isSenderName(wish)) await lab.sender(wish);
    return lab.description;
  }

  private async release(): Promise<void> {
    const lab = await this.lab;
    this.lab = undefined;
    await lab?.stop();
  }
}
