import type { ListenerPlan } from '#scenarios';

import { AnsweringConnection } from './answering-connection.js';
import { TLS_DEFERRED } from './replies.js';

/** A connection that treats STARTTLS as the table of scenarios says of the host. */
export abstract class PlannedConnection extends AnsweringConnection {
  /** Of the host that the client is known to want. */
  protected abstract get plan(): ListenerPlan;

  override _isSupported(command: string): boolean {
    return (command !== 'STARTTLS' || this.plan.startTls !== 'absent') && super._isSupported(command);
  }

  override handler_STARTTLS(command: Buffer, callback: () => void): void {
    if (this.plan.startTls !== 'deferred') return super.handler_STARTTLS(command, callback);
    this.send(TLS_DEFERRED.code, TLS_DEFERRED.text);
    callback();
  }
}
