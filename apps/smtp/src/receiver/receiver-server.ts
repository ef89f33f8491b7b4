import type { Socket } from 'node:net';
import type { SMTPServerOptions } from 'smtp-server';

import { normalizeAddress } from '#checks';
import type { Config } from '#config';
import type { TieredLimit } from '#limits';
import type { KnownScenario } from '#scenarios';

import type { RecipientsService } from '../recipients/recipients.service.js';
import type { SessionRecorder } from '../session/session-recorder.js';
import { Session } from '../session/session.js';
import type { CertificateChoice } from '../tls/certificate-choice.js';
import type { CheckLinks } from './check-links.js';
import { ReceiverConnection } from './receiver-connection.js';
import { refusedConnectionReply, SHUTTING_DOWN, type Reply } from './replies.js';
import { SMTPServer } from './smtp-server.js';

export interface ServerContext {
  readonly limits: Config['smtp'];
  readonly limiter: TieredLimit;
  readonly recorder: SessionRecorder;
  readonly recipients: RecipientsService;
  readonly links: CheckLinks;
  readonly certificates: CertificateChoice;
  /** The scenarios whose hosts have an address of their own, by it. */
  readonly ownAddresses: ReadonlyMap<string, KnownScenario>;
  /** The addresses at which the fallbacks of scenarios are. */
  readonly fallbacks: ReadonlySet<string>;
  /** The open sessions by their id, shared with the hooks. */
  readonly sessions: Map<string, Session>;
}

/** smtp-server on one address, with our admission and our connections. */
export class ReceiverServer extends SMTPServer {
  private readonly open = new Map<string, ReceiverConnection>();
  private isDraining = false;
  private onEmpty: () => void = () => undefined;

  constructor(
    options: SMTPServerOptions,
    private readonly context: ServerContext,
  ) {
    super(options);
  }

  /** Called by smtp-server for every connection, before the first byte is exchanged. */
  override connect(socket: Socket, options?: { id?: string } | null): void {
    const { remoteAddress, remotePort, localAddress } = socket;
    // Gone between accept and here.
    if (
      remoteAddress === undefined ||
      remotePort === undefined ||
      localAddress === undefined ||
      options?.id === undefined
    ) {
      socket.destroy();
      return;
    }
    const address = normalizeAddress(remoteAddress);
    if (this.isDraining) return refuse(socket, SHUTTING_DOWN);
    const admission = this.context.limiter.acquire(address);
    if ('exhausted' in admission) return refuse(socket, refusedConnectionReply(admission.exhausted));
    const local = normalizeAddress(localAddress);
    const place =
      this.context.ownAddresses.get(local) ?? (this.context.fallbacks.has(local) ? 'fallback' : null);
    this.serve(socket, new Session(options.id, address, remotePort, place), admission.release);
  }

  cutOff(id: string, reply: Reply): void {
    this.open.get(id)?.cutOff(reply);
  }

  /** Accepts no more connections, lets messages on their way finish, and resolves when every connection is gone. */
  async drain(graceMs: number): Promise<void> {
    this.isDraining = true;
    // One that gets its connections from another process listens to nothing.
    const closed = new Promise<void>((resolve) => {
      if (this.server.listening) this.server.close(() => resolve());
      else resolve();
    });
    const gone = new Promise<void>((resolve) => {
      this.onEmpty = resolve;
      if (this.open.size === 0) resolve();
    });
    for (const connection of this.open.values()) connection.dismiss();
    const deadline = setTimeout(() => {
      for (const connection of this.open.values()) connection.cutOff(SHUTTING_DOWN);
    }, graceMs);
    await Promise.all([closed, gone]);
    clearTimeout(deadline);
  }

  private serve(socket: Socket, session: Session, release: () => void): void {
    const { limits, recorder, recipients, links, certificates, sessions } = this.context;
    const { id } = session;
    sessions.set(id, session);
    const onGone = (): void => {
      release();
      sessions.delete(id);
      this.open.delete(id);
      if (this.open.size === 0) this.onEmpty();
    };
    const connection = new ReceiverConnection(
      this,
      socket,
      { id },
      { session, recorder, recipients, links, certificates, limits, onGone },
    );
    this.open.set(id, connection);
    this.connections.add(connection);
    connection.init();
  }
}

function refuse(socket: Socket, { code, text }: Reply): void {
  // A client that is turned away may reset at any time; nobody else listens.
  socket.on('error', () => undefined);
  socket.write(`${code} ${text}\r\n`);
  socket.destroySoon();
}
