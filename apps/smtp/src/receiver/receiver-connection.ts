import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import type { Config } from '#config';
import { findScenario, listenerOf, type ListenerPlan } from '#scenarios';

import type { RecipientsService } from '../recipients/recipients.service.js';
import type { SessionRecorder } from '../session/session-recorder.js';
import type { Session } from '../session/session.js';
import type { CertificateChoice } from '../tls/certificate-choice.js';
import { peekClientHello } from '../tls/peek-client-hello.js';
import { handshakeFacts } from '../tls/handshake-facts.js';
import type { CheckLinks } from './check-links.js';
import { SESSION_TOO_LONG, SHUTTING_DOWN, TOO_MANY_COMMANDS, type Reply } from './replies.js';
import { type ChooseCertificate, handshakeServer, initialContext } from './own-certificates.js';
import { PlannedConnection } from './planned-connection.js';

export interface ConnectionContext {
  readonly session: Session;
  readonly recorder: SessionRecorder;
  readonly certificates: CertificateChoice;
  readonly recipients: Pick<RecipientsService, 'named'>;
  readonly links: CheckLinks;
  readonly limits: Config['smtp'];
  /** Called once, when the connection is gone. */
  readonly onGone: () => void;
}

type Parameters = ConstructorParameters<typeof PlannedConnection>;

/** After our last reply the client has this long to read it. */
const LINGER_MS = 1_000;
/** RFC 5321 §4.5.3.2.7: so long a server waits for the next command. Outside of a transaction nobody needs it. */
const TRANSACTION_PATIENCE_MS = 300_000;
/** Replies that bounce a message: they end up in front of whoever sent it. */
const FINAL_REPLIES: ReadonlySet<number> = new Set([501, 530, 550, 552, 555]);

/** One SMTP connection: smtp-server's, with what happens in it noted in our session and with the limits that it lacks. */
export class ReceiverConnection extends PlannedConnection {
  private readonly observed: Session;
  private readonly expiry: NodeJS.Timeout;
  /** The TLS socket as soon as there is one: destroying the socket below it in a handshake is not safe. */
  private topSocket: Socket;
  private commands = 0;
  private isTimingOut = false;
  private isDismissed = false;
  private isRecorded = false;
  private isGone = false;

  constructor(
    server: Parameters[0],
    socket: Socket,
    options: Parameters[2],
    private readonly context: ConnectionContext,
  ) {
    super(server, socket, options);
    this.topSocket = socket;
    this.observed = context.session;
    // Everything worth knowing about an error is noted in _onError; without a listener it would end the process.
    this.on('error', () => undefined);
    this.expiry = setTimeout(() => this.expire(), context.limits.sessionTimeoutMs).unref();
  }

  /** We are shutting down: ends the session now, or as soon as its mail transaction is over. */
  dismiss(): void {
    this.isDismissed = true;
    if (!this.inTransaction() && this.observed.end === 'open') this.cutOff(SHUTTING_DOWN);
  }

  /** Ends the session now, whatever it is doing. */
  cutOff({ code, text }: Reply): void {
    if (this._upgrading) {
      // Nothing can be said in the middle of a handshake.
      this.observed.ended(this.isTimingOut ? 'timed-out' : 'server-closed');
      this.topSocket.destroy();
      return;
    }
    this.send(code, text);
    this.close();
    setTimeout(() => this.topSocket.destroy(), LINGER_MS).unref();
  }

  /** Our texts begin with an enhanced status code of their own; smtp-server would put its default before it. */
  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    const isEnhanced = typeof data === 'string' && /^[245]\.\d{1,3}\.\d{1,3} /.test(data);
    const isOpen = this.observed.end === 'open';
    super.send(code, this.withLink(code, data), isEnhanced ? false : context);
    // What is sent into a session that has ended, or only because of its silence, explains nothing about its end.
    const { error } = this.session;
    if (code >= 400 && isOpen && !this.isTimingOut && error !== undefined) this.observed.errorReplied(error);
  }

  override upgrade(callback: () => void, secureCallback?: () => void): void {
    this.observed.handshakeBegan();
    this.retireParser(callback);
    peekClientHello(this._socket, (hello) => {
      // Gone, or sent away, meanwhile.
      if (this._parser === false || this._socket.destroyed) return;
      if (hello !== null) this.context.recorder.clientHelloRead(this.observed, hello);
      if (this.plan.startTls === 'reset') return this.reset();
      const server = this._server;
      // Asked for its certificates in here alone.
      const initial = initialContext(this.context, hello, this.plan);
      this._server = handshakeServer(server, initial, this.chooseCertificate);
      super.upgrade(() => undefined, secureCallback);
      this._server = server;
    });
  }

  private readonly chooseCertificate: ChooseCertificate = (name, present) => {
    const { recorder, certificates, session } = this.context;
    const host = recorder.serverNameSent(session, name);
    this.noteHandshake();
    certificates.choose(host, session.isAtFallback, (presentation) => {
      if (presentation !== null) session.certificateChosen(presentation.certificate);
      present(presentation?.context ?? null);
      // TLS 1.3 chooses the cipher suite after the certificate, in the same flight; earlier versions do not tell.
      setImmediate(() => this.noteHandshake());
    });
  };

  /** How the host speaks that the client is known to want. */
  protected override get plan(): ListenerPlan {
    const { ownScenario, host } = this.observed;
    const isNamed = host?.kind === 'check' || host?.kind === 'scenario';
    return listenerOf(ownScenario ?? (isNamed ? findScenario(host.scenario) : undefined) ?? {});
  }

  /** As an attacker on the path would. */
  private reset(): void {
    this.observed.ended('server-closed');
    this._socket.resetAndDestroy();
  }

  /** As smtp-server does it later: what came in the clear behind STARTTLS is never a command (RFC 3207 §6). */
  private retireParser(resume: () => void): void {
    if (this._parser === false) return;
    this._socket.unpipe(this._parser);
    this._parser.isClosed = true;
    this._upgrading = true;
    this.adaptPatience();
    setImmediate(resume);
  }

  /** The TLS socket appears here first. */
  override _armTimeout(socket?: Socket): void {
    if (socket !== undefined) this.topSocket = socket;
    super._armTimeout(socket);
    this.adaptPatience();
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    if (!this._upgrading && this._ready && this.observed.end === 'open') {
      this.commands += 1;
      if (this.commands > this.context.limits.maxCommands) return this.cutOff(TOO_MANY_COMMANDS);
      if (this.isDismissed && !this.inTransaction()) return this.cutOff(SHUTTING_DOWN);
      this.noteCommand(command);
    }
    super._onCommand(command, () => {
      this.adaptPatience();
      callback?.();
    });
  }

  private withLink(code: number, data: string | string[] | null | undefined): typeof data {
    if (!FINAL_REPLIES.has(code) || typeof data !== 'string') return data;
    return `${data}: ${this.context.links.ofSession(this.observed)}`;
  }

  private adaptPatience(): void {
    const idleMs = this.context.limits.idleTimeoutMs;
    const isPatient = this.inTransaction() && !this._upgrading;
    const patience = isPatient ? Math.max(idleMs, TRANSACTION_PATIENCE_MS) : idleMs;
    if (this.topSocket.timeout !== patience) this.topSocket.setTimeout(patience);
  }

  /** As smtp-server reads it. A token in a RCPT that it refuses before it asks us, after a refused MAIL, is evidence as well. */
  private noteCommand(command: Buffer): void {
    const [verb = ''] = command.toString().toUpperCase().split(' ');
    this.observed.said(verb, verb === 'MAIL' && !this.inTransaction());
    if (verb !== 'RCPT') return;
    const parsed = this._parseAddressCommand('rcpt to', command);
    if (parsed !== false) this.context.recipients.named(parsed.address, this.observed);
  }

  override handler_QUIT(command: Buffer, callback: () => void): void {
    this.observed.ended('quit');
    super.handler_QUIT(command, callback);
  }

  /** Ends every mail transaction, and follows every EHLO. */
  override _resetSession(): void {
    super._resetSession();
    if (this.hostNameAppearsAs !== false) this.observed.hello(this.hostNameAppearsAs);
    this.adaptPatience();
    if (this.isDismissed) setImmediate(() => this.dismiss());
  }

  override _onTimeout(): void {
    this.isTimingOut = true;
    if (this._upgrading) this.cutOff(SESSION_TOO_LONG);
    else super._onTimeout();
    this.isTimingOut = false;
  }

  override _onError(error: Error & { code?: string; remoteAddress?: string }): void {
    // Nobody reads our last answers.
    if (this.isHalfClosed) this.observed.ended('client-closed');
    this.observed.broke(error);
    super._onError(error);
  }

  /** Ours: a QUIT, a 421 or an error. The client may keep its side open for a while, but nothing more can come of it. */
  override close(): void {
    this.observed.ended(this.isTimingOut ? 'timed-out' : 'server-closed');
    super.close();
    // Nothing more is read from the client: what is here of a message stays half of it.
    if (this._dataStream && !this._dataStream.writableEnded) this._dataStream.destroy();
    this.record();
  }

  override _onClose(): void {
    this.observed.ended('client-closed');
    super._onClose();
    this.record();
    if (this.isGone) return;
    this.isGone = true;
    clearTimeout(this.expiry);
    this.context.onGone();
  }

  private expire(): void {
    this.isTimingOut = true;
    this.cutOff(SESSION_TOO_LONG);
    this.isTimingOut = false;
  }

  /** Only while the TLS socket lives: asking one that is closed takes the process down. */
  private noteHandshake(): void {
    const { observed, topSocket } = this;
    if (observed.phase !== 'handshake' || !(topSocket instanceof TLSSocket) || topSocket.destroyed) return;
    observed.unfinished = handshakeFacts(topSocket, observed.serverName);
  }

  private inTransaction(): boolean {
    // Not there yet before the greeting, whatever its type says.
    const envelope = this.session.envelope as typeof this.session.envelope | undefined;
    return envelope !== undefined && envelope.mailFrom !== false;
  }

  private record(): void {
    if (this.isRecorded) return;
    this.isRecorded = true;
    this.context.recorder.ended(this.observed);
  }
}
