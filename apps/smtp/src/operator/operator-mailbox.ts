import { TLS_REPORTS_MAILBOX } from '#checks';
import { logStoreError, type MailboxRoom, type OperatorMailLimits, type Store } from '#store';

import type { ReceiverLog } from '../limits/receiver-log.js';
import { printable } from '../session/observe.js';
import type { Session } from '../session/session.js';
import { contentBudget, KeptContent } from './kept-content.js';

/** Beyond what an address may have (RFC 5321 §4.5.3.1). */
const MAX_TEXT = 320;
/** At the same time, of all clients; the third that one gets is more than its largest message. */
const BUDGET_BYTES = 33_554_432;

/** What is kept of a message at most: those to a check may be larger, because nothing is kept of them. */
const MAX_MESSAGE_BYTES = 10_485_760;

/** `busy`: too many such messages arrive simultaneously. */
export type KeepOutcome = MailboxRoom | 'too-large' | 'busy' | 'store-failing';

/** The mailbox of whoever runs the instance. */
export class OperatorMailbox {
  private readonly budget = contentBudget(BUDGET_BYTES);
  private readonly maxMessageBytes: number;

  constructor(
    private readonly limits: OperatorMailLimits,
    maxMessageBytes: number,
    private readonly store: Pick<Store, 'operatorMail'>,
    private readonly log: ReceiverLog,
  ) {
    this.maxMessageBytes = Math.min(maxMessageBytes, MAX_MESSAGE_BYTES, limits.maxBytes);
  }

  /** Asked at RCPT: a message that is for a check as well need not wait for a full mailbox. */
  async room({ id, clientAddress }: Session): Promise<MailboxRoom | 'store-failing'> {
    try {
      return this.warned(
        await this.store.operatorMail.room(clientAddress, 1, this.limits),
        id,
        clientAddress,
      );
    } catch (err) {
      logStoreError(this.log.states, err, 'the store could not be asked about the mailbox', { session: id });
      return 'store-failing';
    }
  }

  /** For the octets of one message. */
  open({ clientAddress }: Session): KeptContent {
    return new KeptContent(this.budget, clientAddress, this.maxMessageBytes);
  }

  /** Resolves to `room` when the message is committed. */
  async keep(kept: KeptContent, recipients: readonly string[], session: Session): Promise<KeepOutcome> {
    const { content } = kept;
    if (content === null) return kept.isTooLarge ? 'too-large' : 'busy';
    const isTlsReport = recipients.some((address) =>
      address.toLowerCase().startsWith(`${TLS_REPORTS_MAILBOX}@`),
    );
    try {
      const room = await this.store.operatorMail.keep(
        {
          receivedAt: Date.now(),
          clientAddress: session.clientAddress,
          clientName: session.clientName === null ? null : printable(session.clientName, MAX_TEXT),
          tlsVersion: session.tls?.version ?? null,
          mailFrom: printable(session.mailFrom ?? '', MAX_TEXT),
          recipients: recipients.map((address) => printable(address, MAX_TEXT)),
          purpose: isTlsReport ? 'tls-report' : 'mail',
          content,
        },
        this.limits,
      );
      if (room === 'accepted')
        this.log.logger.info({ session: session.id, recipients }, 'mail to the operator kept');
      return this.warned(room, session.id, session.clientAddress);
    } catch (err) {
      logStoreError(this.log.states, err, 'mail to the operator could not be stored', {
        session: session.id,
      });
      return 'store-failing';
    }
  }

  private warned(room: MailboxRoom, session: string, client: string): MailboxRoom {
    if (room === 'full')
      this.log.states.warn('the mailbox of the operator is full: read or delete some', { session });
    if (room === 'client-full')
      this.log.states.warn("a client's share of the mailbox is full", { session, client });
    return room;
  }
}
