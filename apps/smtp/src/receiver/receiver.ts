import type { AddressInfo, Socket } from 'node:net';

import type { TieredLimit } from '#limits';
import type { Logger } from '#logging';
import { isReleaseCertificate } from '#scenarios';

import type { SessionRecorder } from '../session/session-recorder.js';
import type { CertificateSelector } from '../tls/certificate-selector.js';
import type { PublicContexts } from '../tls/public-contexts.js';
import { listen } from './listen.js';
import type { ReceiverServer } from './receiver-server.js';

/** How long messages on their way may take to finish when we shut down. */
const GRACE_MS = 10_000;

export interface ReceiverOptions {
  readonly servers: readonly { readonly host: string; readonly server: ReceiverServer }[];
  readonly smtp: Parameters<typeof listen>[2];
  readonly certificates: CertificateSelector;
  /** Null where none of a public authority are presented. */
  readonly contexts: PublicContexts | null;
  readonly limiter: TieredLimit;
  readonly recorder: SessionRecorder;
  readonly logger: Logger;
}

/** The SMTP receiver: one server for each address that it listens on. */
export class Receiver {
  private reloading: Promise<void> = Promise.resolve();
  /** Why the certificates were not reloaded, as it was logged last; null when they were. */
  private reported: string | null = null;
  /** As `reported`, of the certificates that can be done without. */
  private reportedProblems: string;

  constructor(private readonly options: ReceiverOptions) {
    this.reportedProblems = problemsText(options.certificates);
  }

  /**
   * Resolves when every address is listened on; answers them, with the real port where 0 was asked for.
   *
   * @throws ListenError for the first that fails; the others are closed again
   */
  async listen(): Promise<readonly AddressInfo[]> {
    const { servers, smtp, logger } = this.options;
    const results = await Promise.allSettled(
      servers.map(({ host, server }) => listen(server, host, smtp, logger)),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      await this.close();
      throw failed.reason;
    }
    const addresses = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    for (const address of addresses)
      logger.info({ address: address.address, port: address.port }, 'listening');
    return addresses;
  }

  /** A connection that another process has accepted for us. @param host of `servers` */
  take(host: string, socket: Socket): void {
    const found = this.options.servers.find((each) => each.host === host);
    found?.server.server.emit('connection', socket);
    if (found === undefined) socket.destroy();
    else socket.resume();
  }

  /** The connections that are open now. */
  get openConnections(): number {
    return this.options.limiter.size;
  }

  /** Something that is another text once other certificates were read. */
  get certificates(): string {
    return this.options.certificates.identity;
  }

  /** Presents the certificates as they are on disk now; open sessions go on. */
  async reloadCertificates(): Promise<void> {
    await this.reload(true);
  }

  /** As `reloadCertificates`, if there are others than when they were last read; says once what cannot be used. */
  async takeOverCertificates(): Promise<void> {
    await this.options.contexts?.look();
    if (await this.options.certificates.isOutdated()) await this.reload(false);
  }

  /** One after the other, so that what was read first never replaces what was read last. */
  private reload(wasAskedFor: boolean): Promise<void> {
    this.reloading = this.reloading.then(() => this.reloadNow(wasAskedFor));
    return this.reloading;
  }

  private async reloadNow(wasAskedFor: boolean): Promise<void> {
    const { servers, certificates, logger } = this.options;
    try {
      const isOther = await certificates.reload();
      for (const { server } of servers) server.updateSecureContext(certificates.default);
      const problems = problemsText(certificates);
      const isGoodAgain = this.reported !== null || (problems === '' && this.reportedProblems !== '');
      if (isOther || wasAskedFor || isGoodAgain) logger.info('certificates reloaded');
      this.reported = null;
      if (wasAskedFor || problems !== this.reportedProblems) warnOfProblems(certificates, logger);
      this.reportedProblems = problems;
    } catch (err) {
      const problem = err instanceof Error ? err.message : String(err);
      if (wasAskedFor || problem !== this.reported)
        logger.error({ err }, 'certificates not reloaded, the old ones stay in use');
      this.reported = problem;
    }
  }

  /** Lets messages on their way finish, ends every session and resolves when all that was seen is stored. */
  async close(graceMs = GRACE_MS): Promise<void> {
    const { servers, recorder } = this.options;
    await Promise.all(
      servers.map(async ({ server }) => {
        await server.drain(graceMs);
      }),
    );
    await recorder.idle();
  }
}

function problemsText({ problems }: CertificateSelector): string {
  return [...problems.values()].map(({ message }) => message).join('\n');
}

/** Without one of the others than the default certificate the rest works: a reason to say so and none to stop. */
export function warnOfProblems(certificates: CertificateSelector, logger: Logger): void {
  for (const [certificate, { message: reason }] of certificates.problems) {
    const facts = { certificate, reason };
    if (certificates.has(certificate))
      logger.warn(facts, 'a certificate is not reloaded, the old one stays in use');
    else if (isReleaseCertificate(certificate))
      logger.warn(facts, 'without its certificate no refused message can be released');
    else logger.warn(facts, 'without their certificate hosts complete no handshake');
  }
}
