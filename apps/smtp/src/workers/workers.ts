/**
 * Receivers in processes of their own, so that every core is used. This process listens and hands each connection to one of
 * them: all of a network to the same one, so that what is counted or remembered of a client is in one place.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { normalizeAddress } from '#checks';
import type { Config } from '#config';
import { widestNetwork } from '#limits';
import type { Logger } from '#logging';

import { listen } from '../receiver/listen.js';
import { refusedConnectionReply, type Reply, SHUTTING_DOWN } from '../receiver/replies.js';
import { SameCertificates } from './same-certificates.js';
import { onReport, WORKER_ARGUMENT } from './worker.js';

/** One that ends as soon as it starts is not started again without a pause. */
const RESTART_MS = 1_000;

/** Connections that wait for a receiver: as many as the kernel lets wait for one that listens itself. */
const MAX_WAITING = 511;

/** A receiver ended before it was ready; it has said why. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';
}

export class Workers {
  private readonly ready: (ChildProcess | undefined)[];
  private readonly all = new Set<ChildProcess>();
  /** Connections that each has not taken yet. */
  private readonly waiting = new WeakMap<ChildProcess, number>();
  private readonly certificates = new SameCertificates((child) => this.giveUp(child));
  private readonly servers: Server[] = [];
  private isClosing = false;

  /** @param hosts that are listened on */
  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
    private readonly count: number,
  ) {
    this.ready = Array.from({ length: count });
  }

  /** Resolves when every receiver is ready and every address is listened on. @throws WorkerError, ListenError */
  async start(hosts: readonly string[]): Promise<this> {
    try {
      // What is wrong with the first is wrong with all, and said once.
      await this.launch(0);
      await Promise.all(this.ready.slice(1).map((_, index) => this.launch(index + 1)));
      await Promise.all(hosts.map((host) => this.listen(host)));
      return this;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  reloadCertificates(): Promise<void> {
    for (const child of this.all) child.kill('SIGHUP');
    return Promise.resolve();
  }

  /** Lets what is under way finish, as each of them does. */
  async close(): Promise<void> {
    this.isClosing = true;
    for (const server of this.servers) server.close();
    await Promise.all(
      [...this.all].map(async (child) => {
        const exit = once(child, 'exit');
        child.kill('SIGTERM');
        await exit;
      }),
    );
  }

  private async listen(host: string): Promise<void> {
    const server = createServer({ pauseOnConnect: true }, (socket) => this.hand(host, socket));
    this.servers.push(server);
    const { address, port } = await listen(server, host, this.config.smtp, this.logger);
    this.logger.info({ address, port, workers: this.count }, 'listening');
  }

  private hand(host: string, socket: Socket): void {
    // A client that has gone; nobody else listens.
    socket.on('error', () => undefined);
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) return void socket.destroy();
    const worker = this.workerOf(normalizeAddress(remoteAddress));
    if (worker === undefined) return refuse(socket, SHUTTING_DOWN);
    const waiting = this.waiting.get(worker) ?? 0;
    if (waiting >= MAX_WAITING) return refuse(socket, refusedConnectionReply('total'));
    this.waiting.set(worker, waiting + 1);
    worker.send({ host }, socket, { keepOpen: false }, (error) => {
      this.waiting.set(worker, (this.waiting.get(worker) ?? 0) - 1);
      if (error !== null) socket.destroy();
    });
  }

  /**
   * While one is being started again, or has yet to read the certificates of the others, its networks have none: another one knows
   * nothing of them.
   */
  private workerOf(address: string): ChildProcess | undefined {
    let hash = 0;
    for (const character of widestNetwork(address)) hash = (hash * 31 + character.charCodeAt(0)) % 65_521;
    const worker = this.ready[hash % this.count];
    return worker?.connected === true && this.certificates.has(worker) ? worker : undefined;
  }

  /** Resolves when it is ready. */
  private async launch(index: number): Promise<void> {
    const child = fork(process.argv[1] ?? '', [WORKER_ARGUMENT, String(this.count)]);
    this.all.add(child);
    const exit = once(child, 'exit');
    const firstReport = new Promise<true>((resolve) => {
      onReport(child, (certificates) => {
        this.certificates.hear(child, certificates);
        resolve(true);
      });
    });
    const isUp = await Promise.race([firstReport, exit.then(() => false)]);
    if (!isUp) {
      this.all.delete(child);
      throw new WorkerError('A receiver could not be started: it has said why.');
    }
    this.ready[index] = child;
    this.logger.info({ worker: index, process: child.pid }, 'receiver started');
    void exit.then(([code, signal]: unknown[]) => this.onExit(index, child, { code, signal }));
  }

  private giveUp(child: ChildProcess): void {
    const problem = 'a receiver has not read the certificates that others present; it is started again';
    this.logger.error({ worker: this.ready.indexOf(child), process: child.pid }, problem);
    // It may do nothing at all any more.
    child.kill('SIGKILL');
  }

  private onExit(index: number, child: ChildProcess, how: object): void {
    this.ready[index] = undefined;
    this.all.delete(child);
    this.certificates.forget(child);
    if (this.isClosing) return;
    this.logger.error({ worker: index, process: child.pid, ...how }, 'a receiver ended; it is started again');
    void this.relaunch(index);
  }

  private async relaunch(index: number): Promise<void> {
    while (!this.isClosing) {
      try {
        return await this.launch(index);
      } catch (err) {
        this.logger.error({ worker: index, err }, 'a receiver could not be started again');
        await pause(RESTART_MS);
      }
    }
  }
}

/** Whether the client ends its side or not. */
function refuse(socket: Socket, { code, text }: Reply): void {
  socket.end(`${code} ${text}\r\n`, () => socket.destroy());
}
