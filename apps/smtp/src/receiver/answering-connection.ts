import type { Socket } from 'node:net';

import { LenientConnection } from './lenient-connection.js';

type Parameters = ConstructorParameters<typeof LenientConnection>;

/**
 * A connection that answers everything it has received. A client may end its side right behind its last command
 * (RFC 9293 §3.6): Exim in the clear does so behind the QUIT that follows the final dot. Node then ends our side as well, and
 * the client never learns that its message was accepted. So ours stays open until the last answer is sent, and no longer.
 */
export class AnsweringConnection extends LenientConnection {
  /** The client's side has ended, and something is still to be answered, or was. */
  protected isHalfClosed = false;

  constructor(server: Parameters[0], socket: Socket, options: Parameters[2]) {
    super(server, socket, options);
    this.answerBeforeEnd(socket);
  }

  /** The TLS socket appears here first. */
  override _armTimeout(socket?: Socket): void {
    if (socket !== undefined) this.answerBeforeEnd(socket);
    super._armTimeout(socket);
  }

  private answerBeforeEnd(socket: Socket): void {
    // Before Node's own listener, which looks at `allowHalfOpen`.
    socket.prependListener('end', () => {
      const parser = this._parser;
      if (parser === false || parser.isClosed || parser.writableLength === 0) return;
      this.isHalfClosed = true;
      socket.allowHalfOpen = true;
      // smtp-server writes only to a socket that is "open"; this one is "writeOnly".
      Object.defineProperty(socket, 'readyState', { get: () => (socket.writable ? 'open' : 'closed') });
      parser.once('finish', () => socket.end());
    });
  }
}
